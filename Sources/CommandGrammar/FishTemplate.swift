extension CompletionScript {
    /// The functions of the fish script that are the same for every program, but for three marks.
    ///
    /// Conditions are asked many times for one line, so the line is read once and remembered.
    static let fishTemplate = #"""
        # Keeps an option with its value where it says which ledger is meant.
        function @function@_keep
            if contains -- $argv[1] @ledger@
                set -ga @function@_ledger $argv[1] (string replace -r '^~(?=/|$)' $HOME -- $argv[2])
            end
        end

        # Finds the command and the number of arguments before the word under the cursor.
        function @function@_read
            set -l line (commandline -cp)
            if set -q @function@_line; and test "$@function@_line" = "$line"
                return
            end
            set -g @function@_line "$line"
            set -g @function@_node ''
            set -g @function@_count 0
            set -g @function@_ended ''
            set -g @function@_ledger
            set -l pending ''
            set -l words (commandline -opc)
            for word in $words[2..-1]
                if test -n "$pending"
                    @function@_keep $pending $word
                    set pending ''
                else if test -n "$@function@_ended"
                    set @function@_count (math $@function@_count + 1)
                else if test "$word" = --
                    set @function@_ended yes
                else if string match -qr '^--[^=]*=' -- $word
                    @function@_keep (string split -m 1 = -- $word)
                else if string match -q -- '--*' $word
                    @function@_value "$@function@_node" $word >/dev/null; and set pending $word
                else if string match -qr '^-[^0-9.]' -- $word
                    set -l letters (string sub -s 2 -- $word)
                    while test -n "$letters"
                        set -l wanted -(string sub -l 1 -- $letters)
                        set letters (string sub -s 2 -- $letters)
                        if @function@_value "$@function@_node" $wanted >/dev/null
                            if test -z "$letters"
                                set pending $wanted
                            else
                                @function@_keep $wanted $letters
                            end
                            break
                        end
                    end
                else if test $@function@_count -eq 0
                    and set -l node (@function@_child "$@function@_node" $word)
                    set @function@_node $node
                else
                    set @function@_count (math $@function@_count + 1)
                end
            end
        end

        # Whether the command is one of these.
        function @function@_at
            @function@_read
            contains -- "$@function@_node" $argv
        end

        # Whether the next word may be a command below this one.
        function @function@_below
            @function@_read
            test "$@function@_node" = "$argv[1]"
            and test $@function@_count -eq 0 -a -z "$@function@_ended"
        end

        # Whether the next argument has its candidates from this source.
        function @function@_expects
            @function@_read
            test "$argv[1]" = "$(@function@_argument "$@function@_node" $@function@_count)"
        end

        # Candidates from the program.
        function @function@_ask
            @function@_read
            set -l prefix (commandline -ct | string replace -r -- '^--[^=]*=' '')
            set prefix (string trim -l -c '"\'' -- "$prefix")
            command @program@ $@function@_ledger complete $argv[1] -- "$prefix" 2>/dev/null
        end
        """#
}
