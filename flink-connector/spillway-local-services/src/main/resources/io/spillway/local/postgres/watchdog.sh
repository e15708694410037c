# Ends one PostgreSQL server and removes its files, when told to or when the JVM that started it is
# gone. Standard input is a pipe that only this JVM holds: the kernel closes it however the JVM dies.
#   SPILLWAY_RUN_DIRECTORY   removed at the end
#   SPILLWAY_DATA_DIRECTORY  names the server: every process of it has this on its command line

# Ctrl-C reaches every process of a terminal; this one has to outlive the JVM.
trap '' HUP INT QUIT TERM

# A killed JVM may have left a server that is still starting, so look ten times before believing
# that there is none.
settle=10
if read -r word && [ "$word" = close ]; then settle=0; fi

servers() {
    if [ -d /proc/self ]; then
        # The pattern comes through a pipe, else grep would find itself.
        printf '%s\n' "$SPILLWAY_DATA_DIRECTORY" |
            grep -lF -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3
    elif [ -f "$SPILLWAY_DATA_DIRECTORY/postmaster.pid" ]; then
        pid=$(head -n 1 "$SPILLWAY_DATA_DIRECTORY/postmaster.pid")
        ps -p "$pid" -o args= | grep -qF "$SPILLWAY_DATA_DIRECTORY" && echo "$pid"
    fi
}

round=0
empty=0
while [ "$round" -lt 150 ]; do
    pids=$(servers)
    if [ -z "$pids" ]; then
        [ "$empty" -ge "$settle" ] && break
        empty=$((empty + 1))
    else
        empty=0
        # SIGQUIT is PostgreSQL's immediate shutdown: it ends its children and frees shared memory.
        signal=QUIT
        [ "$round" -ge 50 ] && signal=KILL
        for pid in $pids; do kill -s "$signal" "$pid" 2>/dev/null; done
    fi
    round=$((round + 1))
    sleep 0.1
done

rm -rf "$SPILLWAY_RUN_DIRECTORY"
[ -z "$(servers)" ]
