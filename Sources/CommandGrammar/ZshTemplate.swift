extension CompletionScript {
    /// The functions of the zsh script that are the same for every program, but for three marks.
    static let zshTemplate = #"""
        # Candidates from the program; one that ends in a colon goes on without a blank.
        @function@_ask() {
            local line value note ret=1
            local -a whole open
            for line in "${(@f)$(command @program@ "${ledger[@]}" complete $1 \
                -- "${(Q)PREFIX}" 2>/dev/null)}"; do
                value=${line%%$'\t'*}
                [[ -n $value ]] || continue
                note=''
                [[ $line == *$'\t'* ]] && note=:${line#*$'\t'}
                if [[ $value == *[:=] ]]; then
                    open+=("${value//:/\\:}$note")
                else
                    whole+=("${value//:/\\:}$note")
                fi
            done
            (( $#whole )) && _describe -t $1 $1 whole && ret=0
            (( $#open )) && _describe -t $1 $1 open -S '' && ret=0
            return ret
        }

        # Keeps option $1 with its value $2 where it says which ledger is meant.
        @function@_keep() {
            local value=${(Q)2}
            case $value in
            '~' | '~/'*) value=$HOME${value#'~'} ;;
            esac
            case $1 in
            @ledger@) ledger+=("$1" "$value") ;;
            esac
        }

        # Finds the command before the cursor and takes its words off the line.
        @function@_read() {
            local word wanted pending letters ended
            local -i i count
            local -a rest
            rest=("$words[1]")
            for ((i = 2; i < CURRENT; i++)); do
                word=$words[i]
                if [[ -n $pending ]]; then
                    @function@_keep "$pending" "$word"
                    pending=''
                elif [[ -n $ended ]]; then
                    count+=1
                elif [[ $word == -- ]]; then
                    ended=yes
                elif [[ $word == --*=* ]]; then
                    @function@_keep "${word%%=*}" "${word#*=}"
                elif [[ $word == --* ]]; then
                    @function@_value "$node" "$word" && pending=$word
                elif [[ $word == -[^0-9.]* ]]; then
                    letters=${word#-}
                    while [[ -n $letters ]]; do
                        wanted=-$letters[1]
                        letters=${letters[2,-1]}
                        @function@_value "$node" "$wanted" || continue
                        if [[ -z $letters ]]; then
                            pending=$wanted
                        else
                            @function@_keep "$wanted" "$letters"
                        fi
                        break
                    done
                elif (( ! count )) && @function@_child "$node" "$word"; then
                    node=$REPLY
                    continue
                else
                    count+=1
                fi
                rest+=("$word")
            done
            [[ -z $pending && -z $ended && $count == 0 && $words[CURRENT] != -* ]] && below=yes
            # Otherwise the line is put back when this function ends.
            compstate[restore]=''
            words=("${rest[@]}" "${(@)words[CURRENT,-1]}")
            CURRENT=$(( $#rest + 1 ))
        }

        @function@() {
            local curcontext=$curcontext node below REPLY ret=1
            local -a line ledger globals
            @function@_read
            [[ -n $below ]] && @function@_names "$node" && ret=0
            @function@_arguments && ret=0
            return ret
        }

        if [[ $funcstack[1] == @function@ ]]; then
            @function@ "$@"
        else
            compdef @function@ @program@
        fi
        """#
}
