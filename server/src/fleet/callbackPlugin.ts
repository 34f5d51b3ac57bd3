/** The environment variable that names the file descriptor events are written to, a JSON object a line. */
export const EVENTS_FD = 'RSSV2_FLEET_EVENTS_FD';
/** The environment variable that names the file which cancels pushes once it is there. */
export const CANCEL_FILE = 'RSSV2_FLEET_CANCEL_FILE';
/** Where Ansible finds it: beside the playbook. */
export const CALLBACK_FILE = 'callback_plugins/rssv2_events.py';

/**
 * The plugin by which Ansible tells what happens to each host. Beside other output: it prints nothing. Should nobody read
 * it any more, it cancels what runs and ends Ansible: a fleet that nobody watches is not pushed on.
 * Source: Ansible developer guide, callback plugins (CALLBACK_TYPE, the v2_ methods).
 */
export const CALLBACK_PLUGIN = `import json
import os
import signal

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
    name: rssv2_events
    type: notification
    short_description: what happens to each host, as JSON lines on a file descriptor
    description: Made by rssv2 for one run.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "rssv2_events"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stream = os.fdopen(int(os.environ["${EVENTS_FD}"]), "w", encoding="utf-8", closefd=False)

    def tell(self, event, **more):
        try:
            self.stream.write(json.dumps({"event": event, **more}, default=str) + "\\n")
            self.stream.flush()
        except OSError:
            with open(os.environ["${CANCEL_FILE}"], "w"):
                pass
            os.kill(os.getpid(), signal.SIGINT)

    def end(self, status, result):
        said = result._result
        keys = ("rc", "stdout", "stderr", "msg")
        known = {key: said[key] for key in keys if said.get(key) is not None}
        self.tell("end", status=status, host=result._host.get_name(), task=result._task.get_name(), **known)

    def v2_playbook_on_play_start(self, play):
        known = play.get_variable_manager().get_vars(play=play)
        self.tell("batch", all=known["ansible_play_hosts_all"], hosts=known["ansible_play_batch"])

    def v2_runner_on_start(self, host, task):
        self.tell("begin", host=host.get_name(), task=task.get_name())

    def v2_runner_on_ok(self, result):
        self.end("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.end("failed", result)

    def v2_runner_on_unreachable(self, result):
        self.end("unreachable", result)

    def v2_runner_on_skipped(self, result):
        self.end("skipped", result)
`;
