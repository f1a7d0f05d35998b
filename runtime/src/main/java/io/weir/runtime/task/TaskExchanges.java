package io.weir.runtime.task;

import io.weir.runtime.network.Barrier;
import io.weir.runtime.network.Barriers;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.RecordReader;
import io.weir.runtime.network.RecordWriter;
import io.weir.runtime.network.RecordedFrames;
import io.weir.runtime.network.ResultPartition;
import io.weir.runtime.network.SpilledPartition;
import io.weir.runtime.network.Traffic;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.network.WriterContext;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.RecordOrigin;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Both ends of a task: the gate and reader of its inputs, the partitions and writers of its outputs. The task's thread
 * owns it and closes it on every path; partitions of a task that ended well live on until they were read.
 */
final class TaskExchanges {
    /** How many frames may wait for a consumer before the task takes no further input. */
    private static final int QUEUED_FRAMES = 4;

    private final TaskSpec spec;
    private final TaskEnvironment environment;
    private final InputGate gate;
    private final Consumer<Barrier> barrierTaken;
    private final List<ResultPartition> partitions = new ArrayList<>();

    /** Those that are read when they are complete; only then are they registered. */
    private final List<SpilledPartition> spilled = new ArrayList<>();

    /** How many bytes their parts have, by output; empty for others. */
    private final List<List<Long>> written = new ArrayList<>();

    private final List<RecordWriter<Object>> writers = new ArrayList<>();

    /** Those whose records wait for a limited time only. */
    private final List<RecordWriter<Object>> flushed = new ArrayList<>();

    /** Those that send each record at once, or full frames only. */
    private final List<RecordWriter<Object>> unflushed = new ArrayList<>();

    /** How many consumers are in other processes. */
    private int remoteConsumers;

    private long flushMillis;
    private RecordReader<Object> reader;

    /**
     * Creates it without channels.
     *
     * @param spec the task
     * @param environment where it runs
     * @param wakeup where it waits
     * @param barrierTaken learns that a consumer in another process has taken a barrier; called by any thread
     */
    TaskExchanges(TaskSpec spec, TaskEnvironment environment, Wakeup wakeup, Consumer<Barrier> barrierTaken) {
        this.barrierTaken = barrierTaken;
        this.spec = spec;
        this.environment = environment;
        int channels = spec.inputs().stream()
                .mapToInt(input -> input.channels().size())
                .sum();
        this.gate = new InputGate(channels, wakeup);
    }

    /** Makes partitions and writers and registers the partitions. */
    List<RecordWriter<Object>> openOutputs(ChainSpec chain, Wakeup wakeup, OutputRoom room, Traffic traffic) {
        WriterContext context = new WriterContext(
                room,
                traffic,
                environment.settings(),
                environment.partitions().buffers(),
                QUEUED_FRAMES,
                "the output of " + spec.taskName(),
                null);
        for (int i = 0; i < spec.outputs().size(); i++) {
            OutputSpec output = spec.outputs().get(i);
            ChainSpec.Exchange exchange = chain.outputs().get(i);
            if (output.isBlocking()) {
                writers.add(spilling(output, exchange, context));
                continue;
            }
            List<Boolean> inProcess = output.consumers().stream()
                    .map(consumer -> consumer.id().equals(environment.id()))
                    .toList();
            ResultPartition partition =
                    new ResultPartition(output.partition(), output.consumers().size(), QUEUED_FRAMES, wakeup);
            partitions.add(partition);
            for (int consumer = 0; consumer < inProcess.size(); consumer++) {
                if (!inProcess.get(consumer)) {
                    remoteConsumers++;
                    partition.subpartitions().get(consumer).setTakenListener(barrierTaken);
                }
            }
            RecordWriter<Object> writer = RecordWriter.create(
                    exchange, partition, inProcess, spec.execution().subtask(), context);
            writers.add(writer);
            long timeout = exchange.bufferTimeoutMillis();
            if (timeout <= 0) {
                unflushed.add(writer);
            } else {
                flushed.add(writer);
                flushMillis = flushMillis == 0 ? timeout : Math.min(flushMillis, timeout);
            }
        }
        partitions.forEach(environment.partitions()::register);
        return writers;
    }

    private RecordWriter<Object> spilling(OutputSpec output, ChainSpec.Exchange exchange, WriterContext context) {
        SpilledPartition partition = new SpilledPartition(
                output.partition(),
                output.parts(),
                environment.managedMemory().directory(),
                environment.partitions().buffers());
        spilled.add(partition);
        return RecordWriter.create(exchange, partition, spec.execution().subtask(), context);
    }

    /** Connects the channels of all inputs. */
    RecordReader<Object> openInputs(
            ChainSpec chain,
            IntFunction<Output<Object>> headOfInput,
            OutputRoom room,
            Traffic traffic,
            Barriers barriers) {
        List<TypeSerializer<Object>> serializers = new ArrayList<>();
        List<Output<Object>> heads = new ArrayList<>();
        for (int i = 0; i < spec.inputs().size(); i++) {
            @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
            TypeSerializer<Object> serializer =
                    (TypeSerializer<Object>) chain.inputs().get(i).type().createSerializer();
            Output<Object> head = headOfInput.apply(i);
            for (int channel = spec.inputs().get(i).channels().size(); channel > 0; channel--) {
                serializers.add(serializer);
                heads.add(head);
            }
        }
        reader = new RecordReader<>(gate, serializers, heads, room, traffic, environment.userClassLoader(), barriers);
        int channel = 0;
        for (InputSpec input : spec.inputs()) {
            for (InputSpec.ChannelSource source : input.channels()) {
                connect(channel++, source);
            }
        }
        return reader;
    }

    /** Returns which exchange and which producer the record at hand comes from. */
    RecordOrigin.Place originOfRecord() {
        int channel = reader.channel();
        int input = 0;
        while (channel >= spec.inputs().get(input).channels().size()) {
            channel -= spec.inputs().get(input++).channels().size();
        }
        ExecutionId producer =
                spec.inputs().get(input).channels().get(channel).partition().producer();
        String from = "exchange from subtask " + (producer.subtask() + 1) + " of vertex " + producer.vertex()
                + " (input " + (input + 1) + ")";
        return new RecordOrigin.Place(from, null, null);
    }

    private void connect(int channel, InputSpec.ChannelSource source) {
        if (source.producer().id().equals(environment.id())) {
            gate.connect(channel, source, environment.partitions());
        } else {
            gate.connect(channel, source, environment.exchangeClient());
        }
    }

    /** Returns who sends what comes in, by channel. */
    List<PartitionId> producers() {
        return spec.inputs().stream()
                .flatMap(input -> input.channels().stream())
                .map(InputSpec.ChannelSource::partition)
                .toList();
    }

    /** Returns where the frames of all inputs come in. */
    InputGate gate() {
        return gate;
    }

    /** Returns the writers of all outputs. */
    List<RecordWriter<Object>> writers() {
        return writers;
    }

    /** Tells the consumers of all outputs that what follows does not belong to a checkpoint. */
    void barrier(CheckpointTrigger trigger) {
        Barrier barrier = new Barrier(trigger);
        writers.forEach(writer -> writer.barrier(barrier));
    }

    /**
     * Lets a barrier overtake all records that consumers have not taken; returns copies of these by output and consumer.
     */
    List<List<RecordedFrames>> overtake(CheckpointTrigger trigger) {
        Barrier barrier = new Barrier(trigger);
        List<List<RecordedFrames>> recorded = new ArrayList<>();
        writers.forEach(writer -> recorded.add(writer.overtake(barrier)));
        return recorded;
    }

    /**
     * Lets a barrier that was sent overtake the records before it that consumers in other processes have not taken; returns
     * copies of these by output and consumer.
     */
    List<List<RecordedFrames>> overtakeWaiting(CheckpointTrigger trigger) {
        Barrier barrier = new Barrier(trigger);
        List<List<RecordedFrames>> recorded = new ArrayList<>();
        writers.forEach(writer -> recorded.add(writer.overtakeWaiting(barrier)));
        return recorded;
    }

    /** Returns how many consumers are in other processes; whoever sends a barrier is told when each has taken it. */
    int remoteConsumers() {
        return remoteConsumers;
    }

    /** Returns the reader of all inputs, or null if there are none. */
    RecordReader<Object> reader() {
        return reader;
    }

    /** Gives back the records that were under way when the task's past was captured; the gate has to be connected. */
    void restore(ChainSpec chain, List<InFlight> past) throws Exception {
        if (!past.isEmpty()) {
            new InFlightReturn(spec, chain, writers, reader, environment.userClassLoader()).giveBack(past);
        }
    }

    /** Returns how long a record waits at most in an open frame, or 0 if no exchange has such a limit. */
    long flushMillis() {
        return flushMillis;
    }

    /** Hands over the open frames of exchanges that do not wait for full frames, and tells all consumers. */
    void flush() {
        for (RecordWriter<Object> writer : flushed) {
            writer.flush();
        }
        for (RecordWriter<Object> writer : unflushed) {
            writer.announce();
        }
    }

    /** Hands over open frames that their consumers wait for, and tells all consumers. */
    void flushAwaited() {
        for (RecordWriter<Object> writer : flushed) {
            writer.flushAwaited();
        }
        for (RecordWriter<Object> writer : unflushed) {
            writer.announce();
        }
    }

    /** Hands over all that was written, and the end. */
    void finish() {
        writers.forEach(RecordWriter::finish);
        spilled.forEach(SpilledPartition::finish);
        spec.outputs()
                .forEach(output -> written.add(spilled.stream()
                        .filter(partition -> partition.id().equals(output.partition()))
                        .findFirst()
                        .map(partition ->
                                LongStream.of(partition.bytesByPart()).boxed().toList())
                        .orElse(List.of())));
        spilled.forEach(environment.partitions()::register);
    }

    /** Returns how many bytes each part has of each output that is read when it is complete. After all was handed over. */
    List<List<Long>> written() {
        return List.copyOf(written);
    }

    /** Lets go of inputs and open frames, and of the partitions unless all was handed over. */
    void close(boolean keepPartitions) {
        writers.forEach(RecordWriter::close);
        if (reader != null) {
            reader.close();
        }
        gate.close();
        if (!keepPartitions) {
            partitions.forEach(ResultPartition::release);
            spilled.forEach(SpilledPartition::release);
        }
    }
}
