#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""slurm.py ASYNC-TIDY SCRIPT: the project here, analysed by the job array SCRIPT on a Slurm of two nodes on this machine; one of them is
killed under its task. Every process is a descendant of this one, listens on loopback alone, and ends with it."""
import contextlib
import ctypes
import os
import pathlib
import pwd
import signal
import socket
import subprocess
import sys
import tempfile
import time

TOOL, SCRIPT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
END = time.monotonic() + 150
CONFIGURATION = """
ClusterName=async-tidy
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser={user}
SlurmdUser={user}
AuthInfo=socket={folder}/munge.socket,cred_expire=10
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/linear
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmdTimeout=10
ReturnToService=2
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]}
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]}
PartitionName=all Nodes=n1,n2 Default=YES
"""


def until(what, ask):
    """What `ask` gives as soon as that is something."""
    while time.monotonic() < END:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            if got := ask():
                return got
        time.sleep(0.05)
    raise AssertionError(f"not in time: {what}")


def descendants():
    """The processes below this one, parents first; daemons are its children since it is their reaper."""
    children, found = {}, []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(stat.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(stat.parent.name))
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def environment(process):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    return []


def free_ports(count):
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def kill(processes):
    for number in (signal.SIGSTOP, signal.SIGKILL):  # nobody has time to tell
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)


def run_array(folder):
    host = socket.gethostname().split(".")[0]
    configuration = folder / "slurm.conf"
    configuration.write_text(CONFIGURATION.format(host=host, folder=folder, ports=free_ports(3), user=pwd.getpwuid(os.getuid()).pw_name))
    for name in ("state", "n1", "n2"):
        (folder / name).mkdir()
    os.environ["SLURM_CONF"] = str(configuration)
    os.environ["PATH"] = f"{TOOL.parent}:{os.environ['PATH']}:/usr/sbin"
    key = folder / "munge.key"
    key.touch(mode=0o600)
    key.write_bytes(os.urandom(128))

    def start(name, *words):
        log = (folder / f"{name}.log").open("w")
        return subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    start("munged", "munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket",
          f"--pid-file={folder}/munge.pid", f"--seed-file={folder}/munge.seed", "--num-threads=1")
    until("munged", (folder / "munge.socket").exists)
    start("slurmctld", "slurmctld", "-D")
    nodes = {name: start(name, "slurmd", "-D", "-N", name) for name in ("n1", "n2")}

    def slurm(*words):
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout

    until("two idle nodes", lambda: slurm("sinfo", "-h", "-N", "-o", "%T").split() == ["idle", "idle"])
    waiting = start("sbatch", "sbatch", "--wait", "--array=0-3", str(SCRIPT))

    def dying():
        """What runs for a task on the second node: async-tidy, its shell, Slurm's own."""
        tasks = [process for process in descendants() if b"SLURMD_NODENAME=n2" in environment(process)]
        if not any(os.readlink(f"/proc/{process}/exe") == str(TOOL) for process in tasks):
            return None
        steps = {int(pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1]) for process in tasks}
        return [nodes["n2"].pid, *(steps - {os.getpid()}), *tasks]

    doomed = until("async-tidy on the second node", dying)
    task = next(word.split(b"=")[1].decode() for word in environment(doomed[-1]) if word.startswith(b"SLURM_ARRAY_TASK_ID="))
    kill(doomed)
    assert not pathlib.Path(f"{task}.shard").exists(), "it was killed too late"
    until("all tasks", lambda: waiting.poll() is not None)
    assert waiting.returncode == 0, (folder / "sbatch.log").read_text()
    told = slurm("scontrol", "--oneliner", "show", "job")
    moved = [line for line in told.splitlines() if f"ArrayTaskId={task} " in line]
    assert len(moved) == 1 and "Restarts=1 " in moved[0] and "NodeList=n1 " in moved[0] and "JobState=COMPLETED " in moved[0], told


def main():
    reaper = 36  # PR_SET_CHILD_SUBREAPER
    assert ctypes.CDLL(None).prctl(reaper, 1, 0, 0, 0) == 0
    whole = subprocess.run([TOOL, "-p", "build", "--format=json", "--cache=off"], stdout=subprocess.PIPE, check=False)
    assert whole.returncode == 3 and whole.stdout
    with tempfile.TemporaryDirectory(prefix="async-tidy-slurm-") as place:
        try:
            run_array(pathlib.Path(place))
        except BaseException:
            for log in pathlib.Path(place).glob("*.log"):
                print(f"---- {log.name}\n{log.read_text()[-3000:]}", file=sys.stderr)
            raise
        finally:
            while left := descendants():
                kill(left)
                with contextlib.suppress(ChildProcessError):
                    while os.waitpid(-1, os.WNOHANG)[0]:
                        pass
                time.sleep(0.02)
    shards = sorted(pathlib.Path().glob("*.shard"))
    merged = subprocess.run([TOOL, "merge", "--format=json", *shards], stdout=subprocess.PIPE, check=False)
    assert merged.returncode == 3 and merged.stdout == whole.stdout, (whole.stdout, merged.stdout)


main()
