package io.weir.runtime.entrypoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hands messages on between a JobManager and ZooKeeper, until it is cut, or holds what would make a write known: from a
 * transaction on, either the JobManager's messages or ZooKeeper's. For any thread.
 */
final class ZooKeeperWay implements AutoCloseable {
    private static final int TRANSACTION = 14;
    private static final int TYPE_AT = Integer.BYTES;
    private static final int NONE = Integer.MIN_VALUE;
    private static final long BOUND_SECONDS = 60;

    private final int target;
    private final ServerSocket door;

    // Guarded by this: changed by tests and by the threads that hand on.
    private final List<Socket> open = new ArrayList<>();
    private boolean cut;
    private Hold hold = Hold.NOTHING;
    private String what;
    private int awaited = NONE; // the number of the transaction whose answer is held
    private boolean held;

    /** What is held. */
    private enum Hold {
        NOTHING,
        TRANSACTION,
        ANSWER
    }

    /** Hands a message on, or takes it away. */
    private interface Step {
        boolean passes(byte[] message);
    }

    ZooKeeperWay(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("way", this::accept);
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
        start("way-there", () -> handOn(client, server, this::asks));
        start("way-back", () -> handOn(server, client, this::answers));
        return true;
    }

    /** The first message each way opens the session; all others begin with a number. */
    private static void handOn(Socket from, Socket to, Step step) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            for (boolean first = true; true; first = false) {
                byte[] message = new byte[in.readInt()];
                in.readFully(message);
                if (first || step.passes(message)) {
                    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + message.length);
                    out.write(frame.putInt(message.length).put(message).array());
                }
            }
        } catch (IOException e) {
            // One of them is gone, and with it the other.
        }
    }

    private synchronized boolean asks(byte[] message) {
        boolean isIt = hold != Hold.NOTHING
                && !held
                && awaited == NONE
                && message.length >= TYPE_AT + Integer.BYTES
                && ByteBuffer.wrap(message).getInt(TYPE_AT) == TRANSACTION
                && new String(message, StandardCharsets.ISO_8859_1).contains(what);
        if (isIt && hold == Hold.ANSWER) {
            awaited = ByteBuffer.wrap(message).getInt();
        } else if (isIt) {
            noteHeld();
        }
        return !(held && hold == Hold.TRANSACTION);
    }

    private synchronized boolean answers(byte[] message) {
        if (hold == Hold.ANSWER && awaited != NONE && ByteBuffer.wrap(message).getInt() == awaited) {
            noteHeld();
        }
        return !(held && hold == Hold.ANSWER);
    }

    private void noteHeld() {
        held = true;
        notifyAll();
    }

    /** From the next transaction on that contains a text, ZooKeeper hears nothing. */
    synchronized void holdTransaction(String text) {
        what = text;
        hold = Hold.TRANSACTION;
    }

    /** The next transaction that contains a text takes effect, but nobody hears of that. */
    synchronized void holdAnswer(String text) {
        what = text;
        hold = Hold.ANSWER;
    }

    /** Waits until it is held. */
    synchronized void awaitHeld() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!held) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("There was no transaction with '" + what + "'.");
            }
            wait(left);
        }
    }

    /** Breaks all connections, and lets no other come before it is mended. */
    synchronized void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    synchronized void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        door.close();
    }
}
