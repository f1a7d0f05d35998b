package io.weir.runtime.network;

import io.weir.plan.Partitioning;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.Output;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a chain: distributes its records over the consumers of one exchange. There is one subclass per way to distribute,
 * so that choosing the channel costs no call. The producing task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class RecordWriter<T> extends Output<T> {
    final ChannelWriter<T>[] channels;

    private UnsentRecords unsent = (failure, value, timestamp) -> {
        throw new WeirException(ErrorCode.USER_FUNCTION, failure.getMessage(), failure);
    };

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    RecordWriter(List<ChannelWriter<T>> channels) {
        this.channels = channels.toArray(new ChannelWriter[0]);
    }

    @Override
    public final void watermark(long timestamp) {
        control(new Watermark(timestamp));
    }

    @Override
    public final void idle(boolean idle) {
        control(new IdleStatus(idle));
    }

    /** Tells all consumers where a superstep begins or ends. */
    public final void superstep(Superstep border) {
        control(border);
    }

    /** Tells all consumers that what follows does not belong to a checkpoint. It never waits for room. */
    public final void barrier(Barrier barrier) {
        for (ChannelWriter<T> channel : channels) {
            channel.barrier(barrier);
        }
    }

    /**
     * Lets a barrier overtake all records that consumers have not taken.
     *
     * @param barrier the barrier
     * @return copies of these records, by consumer; null where there are none
     */
    public final List<RecordedFrames> overtake(Barrier barrier) {
        List<RecordedFrames> recorded = new ArrayList<>(channels.length);
        for (ChannelWriter<T> channel : channels) {
            recorded.add(channel.overtake(barrier));
        }
        return recorded;
    }

    /**
     * Lets a barrier that was appended overtake the records before it that consumers in other processes have not taken.
     *
     * @param barrier the barrier
     * @return copies of these records, by consumer; null where there are none
     */
    public final List<RecordedFrames> overtakeWaiting(Barrier barrier) {
        List<RecordedFrames> recorded = new ArrayList<>(channels.length);
        for (ChannelWriter<T> channel : channels) {
            recorded.add(channel.overtakeWaiting(barrier));
        }
        return recorded;
    }

    /** Returns how many consumers there are. */
    public final int consumers() {
        return channels.length;
    }

    /**
     * Writes records that were under way when a checkpoint was taken.
     *
     * @param consumer to whom
     * @param records the records
     * @param classLoader where their classes are looked up
     */
    public final void restore(int consumer, RecordedFrames records, ClassLoader classLoader) {
        channels[consumer].restore(records, classLoader);
    }

    /**
     * Writes records that were under way when a checkpoint was taken to whom they belong now.
     *
     * @param records the records
     * @param classLoader where their classes are looked up
     * @throws Exception if the program's code cannot say where one goes
     */
    public final void sendAnew(RecordedFrames records, ClassLoader classLoader) throws Exception {
        records.forEach(channels[0].type(), classLoader, this::collect);
    }

    /** Sets who takes up that the program's code cannot say where a record goes; without it, the task fails. */
    public final void giveUnsentTo(UnsentRecords taker) {
        unsent = taker;
    }

    final void unsent(String what, Exception cause, T value, long timestamp) throws Exception {
        unsent.take(new IllegalStateException(what, cause), value, timestamp);
    }

    private void control(Frame frame) {
        for (ChannelWriter<T> channel : channels) {
            channel.control(frame);
        }
    }

    /**
     * Makes the writer of an exchange.
     *
     * @param exchange how records are distributed, and their type
     * @param partition where they go
     * @param inProcess by consumer, whether it is in this process
     * @param instance the number of the producing instance
     * @param shared what the writers of a task share
     * @param <T> the type of the records
     * @return the writer
     */
    @SuppressWarnings("unchecked") // the plan's records are typed; the chain that carries them is not
    public static <T> RecordWriter<T> create(
            ChainSpec.Exchange exchange,
            ResultPartition partition,
            List<Boolean> inProcess,
            int instance,
            WriterContext shared) {
        WriterContext context = shared.of(exchange.type());
        TypeSerializer<T> serializer = (TypeSerializer<T>) exchange.type().createSerializer();
        boolean eachAtOnce = exchange.bufferTimeoutMillis() == 0;
        List<ChannelWriter<T>> channels = new ArrayList<>();
        for (Subpartition subpartition : partition.subpartitions()) {
            channels.add(
                    inProcess.get(subpartition.index())
                            ? new ObjectChannelWriter<>(subpartition, serializer, eachAtOnce, context)
                            : new BytesChannelWriter<>(subpartition, serializer, eachAtOnce, context));
        }
        Partitioning<T> partitioning = (Partitioning<T>) exchange.partitioning();
        return RecordWriters.create(partitioning, channels, exchange.targetMaxParallelism(), instance);
    }

    /**
     * Makes the writer of an exchange that is read when it is complete.
     *
     * @param exchange how records are distributed, and their type
     * @param partition where they go
     * @param instance the number of the producing instance
     * @param shared what the writers of a task share
     * @param <T> the type of the records
     * @return the writer
     */
    @SuppressWarnings("unchecked") // the plan's records are typed; the chain that carries them is not
    public static <T> RecordWriter<T> create(
            ChainSpec.Exchange exchange, SpilledPartition partition, int instance, WriterContext shared) {
        WriterContext context = shared.of(exchange.type());
        TypeSerializer<T> serializer = (TypeSerializer<T>) exchange.type().createSerializer();
        List<ChannelWriter<T>> channels = new ArrayList<>();
        for (int part = 0; part < partition.parts(); part++) {
            channels.add(new BytesChannelWriter<>(partition.sink(part), serializer, false, context));
        }
        Partitioning<T> partitioning = (Partitioning<T>) exchange.partitioning();
        return RecordWriters.create(partitioning, channels, exchange.targetMaxParallelism(), instance);
    }

    /** Tells the consumers of the frames they have not heard of. */
    public final void announce() {
        for (ChannelWriter<T> channel : channels) {
            channel.announce();
        }
    }

    /** Hands over the open frames of consumers that have room for more; the others have enough to read. */
    public final void flush() {
        for (ChannelWriter<T> channel : channels) {
            channel.flushIfRoom();
        }
    }

    /** Hands over the open frames of consumers that have read everything and wait. */
    public final void flushAwaited() {
        for (ChannelWriter<T> channel : channels) {
            channel.flushIfAwaited();
        }
    }

    /** Hands over all open frames and tells the consumers that this was all. */
    public final void finish() {
        for (ChannelWriter<T> channel : channels) {
            channel.finish();
        }
    }

    /** Gives back what the open frames hold; whatever they hold is lost. */
    public final void close() {
        for (ChannelWriter<T> channel : channels) {
            channel.close();
        }
    }
}
