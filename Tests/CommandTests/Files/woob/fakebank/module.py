"""A bank for tests: no network; its data are those below, or those of bank.json beside this file."""
import json
import os
from datetime import date
from decimal import Decimal

from woob.capabilities.bank import (
    Account, AccountNotFound, AccountType, CapBankWealth, Investment, Loan, Transaction, TransactionType,
)
from woob.capabilities.base import DecimalField, find_object
from woob.capabilities.date import DateField
from woob.exceptions import (
    ActionNeeded, BrowserIncorrectPassword, BrowserPasswordExpired, BrowserUnavailable, NeedInteractiveFor2FA,
    SentOTPQuestion,
)
from woob.tools.backend import BackendConfig, Module
from woob.tools.value import Value, ValueBackendPassword, ValueTransient

FAILURES = {
    'unavailable': lambda: BrowserUnavailable('Site under maintenance'),
    'action': lambda: ActionNeeded('Please accept the new terms'),
    'passwordexpired': lambda: BrowserPasswordExpired('Your password has expired'),
    'bug': lambda: AttributeError("'NoneType' object has no attribute 'text'"),
}
BUILTIN = {  # history: newest first, as woob expects
    'accounts': [
        {'id': 'CHK1', 'type': 'CHECKING', 'label': 'Compte courant', 'currency': 'EUR', 'balance': '1234.50',
         'coming': '-20.00', 'iban': 'ES9121000418450200051332', 'number': '0200051332'},
        {'id': 'CARD1', 'type': 'CARD', 'label': 'Visa X1234', 'currency': 'EUR', 'balance': '0', 'coming': '-20.00',
         'number': 'X1234', 'paydate': '2026-11-30', 'parent': 'CHK1'},
        {'id': 'SAV1', 'type': 'LIVRET_A', 'label': 'Livret A', 'currency': 'EUR', 'balance': '5000.00'},
        {'id': 'LOAN1', 'type': 'MORTGAGE', 'label': 'Prêt immobilier', 'currency': 'EUR', 'balance': '-90000.00',
         'total_amount': '120000.00', 'rate': '1.25', 'next_payment_amount': '650.00',
         'next_payment_date': '2026-12-05', 'maturity_date': '2040-01-05', 'nb_payments_left': 158},
        {'id': 'MKT1', 'type': 'MARKET', 'label': 'Compte titres', 'currency': 'EUR', 'balance': '945.00'},
        {'id': 'PEA1', 'type': 'PEA', 'label': 'PEA', 'currency': 'EUR', 'balance': '200.00'},
    ],
    'history': {'CHK1': [
        {'id': '1002', 'date': '2026-11-20', 'rdate': '2026-11-19', 'vdate': '2026-11-21', 'type': 'CARD', 'raw':
         'CARTE 19/11 CAFÉ N°1', 'label': 'Café n°1', 'amount': '-1.05', 'original_amount': '-1.10',
         'original_currency': 'USD'},
        {'date': '2026-11-18', 'type': 'TRANSFER', 'raw': 'VIR SALAIRE', 'label': 'Salaire', 'amount': '1500.00'},
        {'date': '2026-11-18', 'type': 'BANK', 'raw': 'FRAIS', 'label': 'Frais', 'amount': '-2.00'},
        {'date': '2026-11-18', 'type': 'BANK', 'raw': 'FRAIS', 'label': 'Frais', 'amount': '-2.00'},
        {'id': '1000', 'date': '2025-12-31', 'type': 'ORDER', 'raw': 'PRLV EDF', 'label': 'EDF', 'amount': '-60.10'},
    ]},
    'coming': {'CARD1': [{'date': '2026-11-30', 'rdate': '2026-11-22', 'type': 'DEFERRED_CARD', 'raw': 'LIBRAIRIE',
                          'label': 'Librairie', 'amount': '-20.00'}],
               'CHK1': [{'date': '2026-11-30', 'type': 'CARD_SUMMARY', 'raw': 'RELEVE CARTE', 'amount': '-20.00'}]},
    'investments': {'MKT1': [{'id': 'i1', 'label': 'MSCI World', 'code': 'IE00B4L5Y983', 'code_type': 'ISIN',
                              'quantity': '10.5', 'unitprice': '80', 'unitvalue': '90', 'valuation': '945.00',
                              'diff': '105.00', 'vdate': '2026-11-20'}],
                    'PEA1': [{'id': 'i2', 'label': 'Cash', 'code': 'XX-liquidity', 'valuation': '200.00'}]},
}


def build(klass, values, enum=None):
    """Keys are woob's field names; decimals and dates are strings; `type` is the name of woob's constant."""
    obj = klass(values.get('id', ''))
    for key in values.keys() - {'id', 'parent'}:
        value, field = values[key], obj._fields[key]
        if key == 'type':
            value = enum[value]
        elif value is not None and isinstance(field, DecimalField):
            value = Decimal(value)
        elif value is not None and isinstance(field, DateField):
            value = date.fromisoformat(value)
        setattr(obj, key, value)
    return obj


class FakeBankModule(Module, CapBankWealth):
    NAME = 'fakebank'
    DESCRIPTION = 'Fake bank for tests'
    MAINTAINER = EMAIL = 'nobody@example.invalid'
    LICENSE = 'LGPLv3+'
    CONFIG = BackendConfig(
        Value('login', label='Login'),
        ValueBackendPassword('password', label='Password'),
        Value('mode', label='Failure to play', default='', choices=['', *FAILURES, 'otp', 'otp_once']),
        ValueTransient('request_information'), ValueTransient('code'),
    )
    STORAGE = {'trusted': False}

    def data(self, key, account_id=None):
        mode, code = self.config['mode'].get(), self.config['code'].get()
        if self.config['password'].get() != 'canary-S3cret':
            raise BrowserIncorrectPassword('Wrong login or password')
        if mode in FAILURES:
            raise FAILURES[mode]()
        if mode.startswith('otp') and not self.storage.get('trusted', default=False):
            if self.config['request_information'].get() is None:
                raise NeedInteractiveFor2FA()
            if not code:
                raise SentOTPQuestion('code', message='SMS code')
            if code != '123456':
                raise BrowserIncorrectPassword('Wrong code')
            if mode == 'otp_once':  # remember this device, as real modules do, in WOOB_WORKDIR/bank.storage
                self.storage.set('trusted', True)
                self.storage.save()
        tree = BUILTIN
        path = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'bank.json')
        if os.path.exists(path):
            with open(path, encoding='utf-8') as f:
                tree = json.load(f)
        return tree.get(key, []) if account_id is None else tree.get(key, {}).get(account_id, [])

    def iter_accounts(self):
        seen = {}
        for values in self.data('accounts'):
            loan = values['type'] in ('LOAN', 'MORTGAGE', 'CONSUMER_CREDIT', 'REVOLVING_CREDIT')
            account = seen[values['id']] = build(Loan if loan else Account, values, AccountType)
            if values.get('parent'):  # the parent must come first in the list
                account.parent = seen[values['parent']]
            yield account

    def get_account(self, _id):
        return find_object(self.iter_accounts(), id=_id, error=AccountNotFound)

    def iter_history(self, account):
        return [build(Transaction, v, TransactionType) for v in self.data('history', account.id)]

    def iter_coming(self, account):
        return [build(Transaction, v, TransactionType) for v in self.data('coming', account.id)]

    def iter_investment(self, account):
        return [build(Investment, v) for v in self.data('investments', account.id)]
