package io.weir.runtime.network.netty;

import io.weir.runtime.network.ChannelCredit;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.LostOutput;
import io.weir.runtime.protocol.InputSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The consuming end of one channel. The task's thread counts what it has read, the connection's event loop reports that
 * to the producer and offers frames to the gate.
 *
 * <p>Life: begins with the task; ends with the channel's end, when the task cancels it, or when the connection fails.
 */
final class FetchedChannel implements ChannelCredit {
    private static final VarHandle CONSUMED;
    private static final VarHandle REPORTED;

    static {
        try {
            CONSUMED = MethodHandles.lookup().findVarHandle(FetchedChannel.class, "consumed", long.class);
            REPORTED = MethodHandles.lookup().findVarHandle(FetchedChannel.class, "reported", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final InputSpec.ChannelSource source;
    private final InputGate gate;
    private final int channel;
    private final int window;
    private final Runnable reportAll;

    // Set by the task's thread when there is something to report, cleared by the event loop.
    private final AtomicBoolean unreported = new AtomicBoolean();

    /** What the task has read, in all. Written by the task's thread, read by the event loop. */
    private long consumed;

    /** What the producer knows of that. Written by the event loop, read by the task's thread, which may see it late. */
    private long reported;

    // Written once by the event loop that opens the connection, read by the task's thread.
    private volatile FetchingConnection connection;

    // Written by the task's thread, read by the event loop.
    private volatile boolean canceled;

    private int id;
    private int sequence;

    FetchedChannel(InputSpec.ChannelSource source, InputGate gate, int channel, int window, Runnable reportAll) {
        this.source = source;
        this.gate = gate;
        this.channel = channel;
        this.window = window;
        this.reportAll = reportAll;
    }

    /** Learns that its connection is open. Any thread. */
    void connected(FetchingConnection opened) {
        connection = opened;
        opened.execute(() -> opened.open(this), () -> fail("has lost its connection.", null));
    }

    @Override
    public void consumed(int bytes) {
        long total = consumed + ExchangeProtocol.cost(bytes);
        CONSUMED.setRelease(this, total);
        FetchingConnection open = connection;
        if (!unreported.get() && unreported.compareAndSet(false, true)) {
            open.hasUnreported(this);
        }
        if (total - (long) REPORTED.getOpaque(this) >= window / 4) {
            open.reportNow();
        }
    }

    @Override
    public void waits() {
        reportAll.run();
    }

    @Override
    public void cancel() {
        canceled = true;
        FetchingConnection open = connection;
        if (open != null) {
            open.execute(() -> open.cancel(this), () -> {});
        }
    }

    /** Returns what the producer does not know yet of what was read, and that it will know now. Event loop. */
    int takeUnreported() {
        unreported.set(false);
        long total = (long) CONSUMED.getAcquire(this);
        int credit = (int) (total - reported);
        REPORTED.setOpaque(this, total);
        return credit;
    }

    /** Hands a frame to the task. Event loop. */
    void offer(Frame frame) {
        gate.offer(channel, frame);
    }

    /** Returns whether this is the number of the next frame, and counts on. Event loop. */
    boolean isNext(int number) {
        return number == sequence++;
    }

    /** Ends the task with a failure. */
    void fail(String what, Throwable cause) {
        fail(new WeirException(ErrorCode.EXCHANGE, producer() + " " + what, cause));
    }

    /** Ends the task because its input is not there, or not as it was written. */
    void lose(String what) {
        fail(LostOutput.failure(source.partition(), what));
    }

    void fail(WeirException cause) {
        if (!canceled) {
            gate.fail(channel, cause);
        }
    }

    /** Names the producer's process for people. */
    String producer() {
        return "TaskManager " + source.producer().id() + " at "
                + source.producer().host() + ":" + source.producer().dataPort();
    }

    InputSpec.ChannelSource source() {
        return source;
    }

    int window() {
        return window;
    }

    boolean isCanceled() {
        return canceled;
    }

    int id() {
        return id;
    }

    void setId(int number) {
        id = number;
    }
}
