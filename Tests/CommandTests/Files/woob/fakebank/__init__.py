from .module import FakeBankModule

__all__ = ['FakeBankModule']
