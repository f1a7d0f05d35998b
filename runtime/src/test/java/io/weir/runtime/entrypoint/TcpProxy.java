package io.weir.runtime.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Hands bytes on between whoever connects and a server, until it is cut. Any thread may cut it. */
final class TcpProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int target;

    // Guarded by this: added to by the thread that accepts, closed by whoever cuts.
    private final List<Socket> open = new ArrayList<>();
    private boolean cut;

    TcpProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("proxy", this::accept);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = door.accept();
                if (!connect(client)) {
                    client.close();
                }
            } catch (IOException e) {
                if (door.isClosed()) {
                    return;
                }
            }
        }
    }

    private synchronized boolean connect(Socket client) throws IOException {
        if (cut) {
            return false;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start("proxy-there", () -> copy(client, server));
        start("proxy-back", () -> copy(server, client));
        return true;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One of them is gone, and with it the other.
        }
    }

    /** Breaks all connections, and lets no other come. */
    synchronized void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        cut();
        door.close();
    }
}
