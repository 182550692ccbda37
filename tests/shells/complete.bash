# complete.bash SCRIPT FOLDER 'words as they are typed': what bash would offer
source "$1"
PATH="$2:$PATH"
read -ra COMP_WORDS <<< "hallmark $3"
case "$3" in '' | *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_hallmark
printf '%s\n' "${COMPREPLY[@]}"
