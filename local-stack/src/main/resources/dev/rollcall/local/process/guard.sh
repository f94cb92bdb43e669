# Runs "$@" in the place of this shell (same process id) and ends it when the parent has gone.
# Standard input is a pipe whose write end only the parent holds, so the kernel closes it however the parent dies.
# $ROLLCALL_STOP_SIGNAL is sent first, KILL ten seconds later.
guarded=$$
signal=${ROLLCALL_STOP_SIGNAL:-TERM}
unset ROLLCALL_STOP_SIGNAL

children() {
  cat "/proc/$guarded/task/$guarded/children" 2>/dev/null && return
  ps -A -o pid= -o ppid= 2>/dev/null | while read -r pid parent; do
    if [ "$parent" = "$guarded" ]; then echo "$pid"; fi
  done
}

# A job in the background is given /dev/null as its standard input, so the pipe is kept under another number.
exec 3<&0
# Forked twice: a server that reaps its children must not find this one among them.
(
  (
    trap '' INT TERM HUP
    read -r parent_is_gone
    kill -s "$signal" "$guarded" 2>/dev/null || exit 0
    # A paused process cannot act on the signal.
    for pid in $guarded $(children); do kill -s CONT "$pid" 2>/dev/null; done
    tenths=0
    while kill -s 0 "$guarded" 2>/dev/null; do
      if [ "$tenths" -ge 100 ]; then
        for pid in $guarded $(children); do kill -s KILL "$pid" 2>/dev/null; done
        exit 0
      fi
      sleep 0.1
      tenths=$((tenths + 1))
    done
  ) <&3 >/dev/null 2>&1 &
)

exec "$@" </dev/null 3<&-
