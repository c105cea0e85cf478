"""A TCP balancer in a process of its own: to whom a connection goes is decided when it is opened."""

import multiprocessing
import selectors
import socket

PIECE = 1 << 16


class Balancer:
    """Listens at `ports`, one for each kind of place; `direct` says to which ports connections to each go from now on."""

    def __init__(self, kinds):
        fork = multiprocessing.get_context("fork")
        listeners = [socket.create_server(("127.0.0.1", 0), backlog=1024) for _ in range(kinds)]
        self.ports = [listener.getsockname()[1] for listener in listeners]
        self.pipe, other = fork.Pipe()
        self.process = fork.Process(target=_run, args=(other, listeners), daemon=True)
        self.process.start()
        for listener in listeners:
            listener.close()

    def direct(self, *targets):
        self.pipe.send(targets)
        self.pipe.recv()

    def end(self):
        self.pipe.send(None)
        self.process.join()


class _Way:
    """One direction of a connection: what was read from here and is not yet written there."""

    def __init__(self, here, there):
        self.here, self.there, self.waiting, self.is_over = here, there, b"", False


def _run(pipe, listeners):
    selector, targets, turn, ways = selectors.DefaultSelector(), [[] for _ in listeners], 0, {}
    selector.register(pipe, selectors.EVENT_READ)
    for kind, listener in enumerate(listeners):
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ, kind)

    def watch(end):
        """Reads from an end unless what it said last still waits, and writes to it while something waits for it."""
        out, back = ways[end]
        events = (selectors.EVENT_READ if not out.waiting and not out.is_over else 0) | (selectors.EVENT_WRITE if back.waiting else 0)
        try:
            selector.get_key(end)
            selector.modify(end, events) if events else selector.unregister(end)
        except KeyError:
            if events:
                selector.register(end, events)

    def drop(end):
        for each in (end, ways[end][0].there):
            try:
                selector.unregister(each)
            except KeyError:
                pass
            ways.pop(each, None)
            each.close()

    def forward(way):
        if way.waiting:
            try:
                way.waiting = way.waiting[way.there.send(way.waiting):]
            except BlockingIOError:
                pass
        if way.is_over and not way.waiting:
            way.there.shutdown(socket.SHUT_WR)

    while True:
        for key, events in selector.select():
            if key.fileobj is pipe:
                told = pipe.recv()
                if told is None:
                    return
                targets = [list(ports) for ports in told]
                pipe.send(None)
            elif key.data is not None:
                client, _ = key.fileobj.accept()
                ports, server = targets[key.data], None
                for _ in ports:
                    turn += 1
                    try:
                        server = socket.create_connection(("127.0.0.1", ports[turn % len(ports)]))
                        break
                    except OSError:
                        continue
                if server is None:
                    client.close()
                    continue
                for end in (client, server):
                    end.setblocking(False)
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                there, back = _Way(client, server), _Way(server, client)
                ways[client], ways[server] = (there, back), (back, there)
                watch(client)
                watch(server)
            elif key.fileobj in ways:
                end = key.fileobj
                out, back = ways[end]
                try:
                    if events & selectors.EVENT_READ:
                        out.waiting = end.recv(PIECE)
                        out.is_over = not out.waiting
                        forward(out)
                    if events & selectors.EVENT_WRITE:
                        forward(back)
                    if out.is_over and back.is_over and not out.waiting and not back.waiting:
                        drop(end)
                        continue
                    watch(end)
                    watch(out.there)
                except OSError:
                    drop(end)
