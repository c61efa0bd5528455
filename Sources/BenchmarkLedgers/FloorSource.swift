/// The C program that everything is measured against: the least a program can do that reads the
/// same files and answers the same question, written plainly.
///
/// It validates nothing, takes a transfer as the category `=account` and a split as `(split)`, and
/// knows canonical lines only.
package enum FloorSource {
    /// `floor sum DIR` prints `NAME<TAB>CUR<TAB>UNITS`; `floor month DIR` has `YYYY-MM` before the
    /// units.
    package static let text = #"""
        #define _GNU_SOURCE
        #include <dirent.h>
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>

        enum { CHUNK = 256 * 1024, LINE_MAX_BYTES = 64 * 1024, SLOTS = 4096, FIRST_YEAR = 1900,
               MONTHS = 300 * 12 };

        struct row {
            uint32_t hash, currency;
            int length;
            char name[128];
            int64_t units;
            int64_t *months;
        };

        static struct row rows[SLOTS];
        static int row_count, monthly;
        static char buffer[LINE_MAX_BYTES + CHUNK];

        static void die(const char *what) { perror(what); exit(1); }

        static struct row *find(const char *name, int length, uint32_t hash, uint32_t currency) {
            uint32_t slot = (hash ^ currency * 0x9E3779B1u) & (SLOTS - 1);
            for (;; slot = (slot + 1) & (SLOTS - 1)) {
                struct row *row = &rows[slot];
                if (row->length == 0) {
                    if (++row_count > SLOTS / 2 || length > (int)sizeof row->name) {
                        fputs("floor: too many categories, or too long a name\n", stderr);
                        exit(1);
                    }
                    row->hash = hash;
                    row->currency = currency;
                    row->length = length;
                    memcpy(row->name, name, length);
                    if (monthly) row->months = calloc(MONTHS, sizeof *row->months);
                    return row;
                }
                if (row->hash == hash && row->currency == currency && row->length == length &&
                    memcmp(row->name, name, length) == 0)
                    return row;
            }
        }

        static void take_line(const char *p, const char *end) {
            if (end - p < 20 || *p < '0' || *p > '9') return;
            int date = 0;
            for (int i = 0; i < 10; i++)
                if (p[i] != '-') date = date * 10 + (p[i] - '0');
            char mark = p[11];
            if (mark == '=' || mark == 'x' || mark == '-' || mark == '?') return;
            p += 14;
            while (*p == ' ') p++;
            int negative = *p == '-';
            if (negative) p++;
            int64_t units = 0;
            for (; *p != ' '; p++)
                if (*p != '.') units = units * 10 + (*p - '0');
            if (negative) units = -units;
            p++;
            uint32_t currency = 0;
            for (; p < end && *p != ' '; p++) currency = currency << 8 | (unsigned char)*p;
            const char *name = "(none)";
            int length = 6;
            uint32_t hash = 2166136261u;
            if (p + 3 < end) {
                name = p + 3;
                const char *stop = name;
                const char *last = name;
                for (; stop < end && *stop != '|'; stop++) {
                    if (*stop == ',') { name = "(split)"; last = name + 7; hash = 1; break; }
                    hash = (hash ^ (unsigned char)*stop) * 16777619u;
                    if (*stop != ' ') last = stop + 1;
                }
                length = last - name;
                if (length == 0) { name = "(none)"; length = 6; }
            }
            struct row *row = find(name, length, hash, currency);
            if (monthly)
                row->months[(date / 10000 - FIRST_YEAR) * 12 + date / 100 % 100 - 1] += units;
            else
                row->units += units;
        }

        static void take_file(int folder, const char *path) {
            int file = openat(folder, path, O_RDONLY);
            if (file < 0) die(path);
            size_t kept = 0;
            for (;;) {
                char *start = buffer + LINE_MAX_BYTES - kept;
                ssize_t count = read(file, buffer + LINE_MAX_BYTES, CHUNK);
                if (count < 0) die(path);
                if (count == 0) {
                    if (kept > 0) take_line(start, start + kept);
                    break;
                }
                char *end = buffer + LINE_MAX_BYTES + count;
                char *feed;
                while ((feed = memchr(start, '\n', end - start))) {
                    take_line(start, feed);
                    start = feed + 1;
                }
                kept = end - start;
                if (kept > LINE_MAX_BYTES) { fputs("floor: too long a line\n", stderr); exit(1); }
                memmove(buffer + LINE_MAX_BYTES - kept, start, kept);
            }
            close(file);
        }

        static int ends_in_txt(const char *name) {
            size_t length = strlen(name);
            return length > 4 && memcmp(name + length - 4, ".txt", 4) == 0;
        }

        static void take_folder(int above, const char *name) {
            int descriptor = openat(above, name, O_RDONLY | O_DIRECTORY);
            if (descriptor < 0) die(name);
            DIR *folder = fdopendir(descriptor);
            struct dirent *entry;
            while ((entry = readdir(folder)))
                if (ends_in_txt(entry->d_name)) take_file(descriptor, entry->d_name);
            closedir(folder);
        }

        static int by_name(const void *a, const void *b) {
            const struct row *left = a, *right = b;
            int shorter = left->length < right->length ? left->length : right->length;
            int order = memcmp(left->name, right->name, shorter);
            if (order == 0) order = left->length - right->length;
            if (order == 0) order = left->currency < right->currency ? -1 : 1;
            return order;
        }

        static void print_row(const struct row *row) {
            char currency[5] = {0};
            for (int i = 0; i < 3; i++) currency[i] = row->currency >> (16 - 8 * i);
            if (!monthly) {
                printf("%.*s\t%s\t%lld\n", row->length, row->name, currency, (long long)row->units);
                return;
            }
            for (int month = 0; month < MONTHS; month++)
                if (row->months[month])
                    printf("%.*s\t%s\t%d-%02d\t%lld\n", row->length, row->name, currency,
                           FIRST_YEAR + month / 12, month % 12 + 1, (long long)row->months[month]);
        }

        int main(int count, char **words) {
            if (count != 3 || (strcmp(words[1], "sum") && strcmp(words[1], "month"))) {
                fputs("usage: floor sum|month LEDGER\n", stderr);
                return 2;
            }
            monthly = words[1][0] == 'm';
            if (chdir(words[2]) != 0 || chdir("transactions") != 0) die(words[2]);
            DIR *folder = opendir(".");
            if (!folder) die("transactions");
            struct dirent *entry;
            while ((entry = readdir(folder)))
                if (entry->d_name[0] != '.') take_folder(dirfd(folder), entry->d_name);
            closedir(folder);
            int found = 0;
            for (int slot = 0; slot < SLOTS; slot++)
                if (rows[slot].length > 0) rows[found++] = rows[slot];
            qsort(rows, found, sizeof rows[0], by_name);
            for (int row = 0; row < found; row++) print_row(&rows[row]);
            return 0;
        }
        """#
}
