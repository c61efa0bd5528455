extension CompletionScript {
    /// Replaces every `mark`, which begins with an at sign, in `script`.
    func replacing(_ mark: String, by text: String, in script: String) -> String {
        var result = ""
        var rest = Substring(script)
        while let at = rest.utf8.firstIndex(of: UInt8(ascii: "@")) {
            result += rest[..<at]
            rest = rest[at...]
            if rest.hasPrefix(mark) {
                result += text
                rest = rest[rest.utf8.index(at, offsetBy: mark.utf8.count)...]
            } else {
                result += "@"
                rest = rest[rest.utf8.index(after: at)...]
            }
        }
        result += rest
        return result
    }

    /// The functions of the bash script that are the same for every program, but for three marks.
    static let bashTemplate = #"""
        # Takes quotes and backslashes off a word and expands a leading tilde.
        @function@_unquoted() {
            REPLY=${1//\\/}
            REPLY=${REPLY//[\"\']/}
            case $REPLY in
            '~' | '~/'*) REPLY=$HOME${REPLY#'~'} ;;
            esac
        }

        # Keeps option $1 with its value $2 where it says which ledger is meant.
        @function@_scope() {
            case $1 in
            @ledger@)
                @function@_unquoted "$2"
                scope+=("$1" "$REPLY")
                ;;
            esac
        }

        # Adds candidate $1 where it begins with the word that is typed.
        @function@_add() {
            local full=$lead$1
            [[ $1 == "$prefix"* ]] || return 0
            if [[ -z $quote ]]; then
                case $full in
                *[[:space:]\"\'\\\$\`\&\;\|\<\>\(\)\*\?\[\]\#\!\{\}]*) printf -v full %q "$full" ;;
                esac
            fi
            COMPREPLY+=("${full#"$cut"}")
        }

        # Adds the candidates of source $1.
        @function@_offer() {
            local candidate answer list how=-f
            case $1 in
            words\ *)
                IFS=' ' read -r -a list <<<"${1#words }"
                for candidate in "${list[@]}"; do @function@_add "$candidate"; done
                ;;
            program\ *)
                answer=$(command @program@ ${scope[@]+"${scope[@]}"} complete "${1#program }" \
                    --names -- "$prefix" 2>/dev/null)
                while IFS= read -r candidate; do
                    [[ -n $candidate ]] && @function@_add "$candidate"
                done <<<"$answer"
                ;;
            files | directories)
                [[ $1 == directories ]] && how=-d
                while IFS= read -r candidate; do
                    candidate=$lead$candidate
                    [[ $candidate != "$lead" ]] && COMPREPLY+=("${candidate#"$cut"}")
                done <<<"$(compgen $how -- "$prefix")"
                type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
                ;;
            esac
        }

        @function@() {
            local IFS=$' \t\n' REPLY='' line=$COMP_LINE word i letters
            local words=() scope=()
            local node='' pending='' wanted='' ended='' count=0
            local prefix='' lead='' cut='' quote=''
            COMPREPLY=()

            # bash splits words at colons and equals signs: join what no blank divides.
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if ((i == 0)) || [[ $line == [[:space:]]* ]]; then
                    line=${line#"${line%%[![:space:]]*}"}
                    words+=("$word")
                else
                    words[${#words[@]} - 1]+=$word
                fi
                line=${line#"$word"}
            done

            for ((i = 1; i < ${#words[@]} - 1; i++)); do
                word=${words[i]}
                if [[ -n $pending ]]; then
                    @function@_scope "$wanted" "$word"
                    pending=''
                elif [[ -n $ended ]]; then
                    count=$((count + 1))
                elif [[ $word == -- ]]; then
                    ended=1
                elif [[ $word == --*=* ]]; then
                    @function@_scope "${word%%=*}" "${word#*=}"
                    continue
                elif [[ $word == --* ]]; then
                    @function@_value "$node" "$word" && pending=$REPLY wanted=$word
                elif [[ $word == -[!0-9.]* ]]; then
                    letters=${word#-}
                    while [[ -n $letters ]]; do
                        wanted=-${letters:0:1}
                        letters=${letters:1}
                        @function@_value "$node" "$wanted" || continue
                        if [[ -z $letters ]]; then
                            pending=$REPLY
                        else
                            @function@_scope "$wanted" "$letters"
                            letters=''
                        fi
                    done
                elif ((count == 0)) && @function@_child "$node" "$word"; then
                    node=$REPLY
                else
                    count=$((count + 1))
                fi
            done

            word=${words[${#words[@]} - 1]}
            case $word in
            [\"\']*) quote=${word:0:1} ;;
            *)
                [[ $COMP_WORDBREAKS == *:* && $word == *:* ]] && cut=${word%"${word##*:}"}
                if [[ $COMP_WORDBREAKS == *=* && $word == *=* ]]; then
                    letters=${word%"${word##*=}"}
                    ((${#letters} > ${#cut})) && cut=$letters
                fi
                ;;
            esac
            @function@_unquoted "$word"
            prefix=$REPLY
            [[ $word == '~'* ]] && prefix=$word

            if [[ -n $pending ]]; then
                @function@_offer "$pending"
            elif [[ -z $ended && $prefix == --*=* ]]; then
                lead=${prefix%%=*}=
                prefix=${prefix#*=}
                @function@_value "$node" "${lead%=}" && @function@_offer "$REPLY"
            elif [[ -z $ended && $prefix == -* ]]; then
                @function@_options "$node"
                @function@_offer "words $REPLY"
            else
                if ((count == 0)) && [[ -z $ended ]]; then
                    @function@_names "$node"
                    @function@_offer "words $REPLY"
                fi
                @function@_argument "$node" "$count" && @function@_offer "$REPLY"
            fi

            # After the colon of a query term the word goes on.
            case ${#COMPREPLY[@]}:${COMPREPLY[0]-} in
            1:*[:=]) type compopt >/dev/null 2>&1 && compopt -o nospace 2>/dev/null ;;
            esac
            return 0
        }
        """#
}
