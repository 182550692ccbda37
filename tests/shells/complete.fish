# complete.fish SCRIPT FOLDER 'words as they are typed': what fish would offer
set -x PATH $argv[2] $PATH
source $argv[1]
complete -C "hallmark $argv[3]"
