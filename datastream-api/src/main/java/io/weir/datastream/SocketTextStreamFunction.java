package io.weir.datastream;

import io.weir.functions.SourceFunction;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads UTF-8 texts from a server, each up to a delimiter; a carriage return before a line feed does not belong to the
 * text. The source's thread runs it; {@link #cancel} comes from another one.
 */
public final class SocketTextStreamFunction implements SourceFunction<String> {
    private static final long serialVersionUID = 1L;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int CHUNK = 8192;

    private final String hostname;
    private final int port;
    private final String delimiter;
    private final long maxRetry;

    /** Written by cancel(), read by the source's thread. */
    private volatile boolean canceled;

    /** Written by the source's thread, read by cancel(), as is the next one. */
    private transient volatile Socket connection;

    private transient volatile Thread thread;

    /**
     * Creates a function.
     *
     * @param hostname the host of the server
     * @param port its port, from 1 to 65535
     * @param delimiter what ends a text
     * @param maxRetry how often to connect again; for ever if negative
     */
    public SocketTextStreamFunction(String hostname, int port, String delimiter, long maxRetry) {
        if (port < 1 || port > 65_535) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "A port is a number from 1 to 65535, not " + port + ".");
        }
        if (delimiter.isEmpty()) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "The delimiter of socketTextStream() is empty.");
        }
        this.hostname = hostname;
        this.port = port;
        this.delimiter = delimiter;
        this.maxRetry = maxRetry;
    }

    @Override
    public void run(SourceContext<String> context) {
        thread = Thread.currentThread();
        for (long retries = 0; !canceled; retries++) {
            boolean last = maxRetry >= 0 && retries >= maxRetry;
            try (Socket socket = new Socket()) {
                connection = socket;
                if (canceled) {
                    return; // cancel() may have looked for the connection before it was there to be closed
                }
                socket.connect(new InetSocketAddress(hostname, port), CONNECT_MILLIS);
                read(socket, context);
            } catch (IOException e) {
                if (last && !canceled) {
                    throw new WeirException(
                            ErrorCode.UNREACHABLE,
                            "The text server " + hostname + ":" + port + " cannot be read: " + e.getMessage() + ".",
                            e);
                }
            }
            if (last) {
                return;
            }
            pause();
        }
    }

    private void read(Socket socket, SourceContext<String> context) throws IOException {
        Reader reader = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        char[] chunk = new char[CHUNK];
        int searched = 0; // no delimiter begins before this
        for (int length = reader.read(chunk); length >= 0 && !canceled; length = reader.read(chunk)) {
            text.append(chunk, 0, length);
            int begin = 0;
            for (int end = text.indexOf(delimiter, searched); end >= 0; end = text.indexOf(delimiter, begin)) {
                context.collect(withoutReturn(text.substring(begin, end)));
                begin = end + delimiter.length();
            }
            text.delete(0, begin);
            searched = Math.max(0, text.length() - delimiter.length() + 1);
        }
        if (text.length() > 0 && !canceled) {
            context.collect(withoutReturn(text.toString()));
        }
    }

    private String withoutReturn(String text) {
        return delimiter.equals("\n") && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void pause() {
        long end = System.nanoTime() + RETRY_NANOS;
        for (long left = RETRY_NANOS; left > 0 && !canceled; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public void cancel() {
        canceled = true;
        LockSupport.unpark(thread);
        Socket open = connection;
        if (open != null) {
            try {
                open.close(); // ends a read that waits
            } catch (IOException e) {
                return; // it was not open any more
            }
        }
    }
}
