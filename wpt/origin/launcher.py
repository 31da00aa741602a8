"""Starts the server of a web-platform-tests folder, which is left as it is.

usage: launcher.py ROOT CONFIG

It ends when its standard input does. What older copies of the tools lack on a
newer Python is put right in memory before they start.
"""

import importlib
import importlib.abc
import importlib.util
import io
import multiprocessing
import os
import signal
import sys
import threading


class Renamed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets handlers import pywebsocket3 where it is still mod_pywebsocket."""

    def __init__(self, new, old):
        self.new, self.old = new, old

    def find_spec(self, name, path=None, target=None):
        if name == self.new or name.startswith(self.new + "."):
            return importlib.util.spec_from_loader(name, self, is_package=name == self.new)

    def create_module(self, spec):
        return importlib.import_module(self.old + spec.name[len(self.new):])

    def exec_module(self, module):
        pass


def mend():
    from wptserve import pipes, response, utils

    write_header = response.ResponseWriter.write_header

    def unexpired(self, name, value):  # a handler's cookies ended in 2021
        if name.lower() == b"set-cookie":
            value = value.replace(b" 2021 ", b" 2051 ")
        return write_header(self, name, value)

    response.ResponseWriter.write_header = unexpired
    if hasattr(pipes, "StringIO"):  # the gzip pipe writes bytes
        pipes.StringIO = io.BytesIO
    if hasattr(utils, "http2_compatible"):  # knows OpenSSL 1 only
        utils.http2_compatible = lambda: True
    from tools.wpt import utils as command  # newer handlers load their siblings with it

    if not hasattr(command, "load_source"):
        command.load_source = load_source
    if importlib.util.find_spec("pywebsocket3") is None:
        sys.meta_path.append(Renamed("pywebsocket3", "mod_pywebsocket"))


def load_source(name, path):
    """Makes a module of a file."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def end_with_stdin():
    while os.read(0, 4096):  # not sys.stdin, whose lock the server's processes would inherit
        pass
    os.killpg(0, signal.SIGKILL)  # the server's processes too; nothing is worth waiting for


def main(root, config):
    sys.dont_write_bytecode = True
    os.setpgrp()
    os.chdir(root)
    sys.path.insert(0, os.path.join(root, "tools"))
    sys.path.insert(0, root)
    # The patches reach the server's processes by being inherited.
    multiprocessing.set_start_method("fork")
    import localpaths  # noqa: F401: sets the path to the rest

    mend()
    from serve import serve

    threading.Thread(target=end_with_stdin, daemon=True).start()
    sys.argv = ["serve.py", "--config", config]
    return serve.main()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
