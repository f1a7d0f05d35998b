package io.weir.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.PartitionId;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple2;
import io.weir.types.UnknownType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records of unknown types that a barrier has overtaken are read again, although their classes were named before. */
class RecordedFramesTest {
    private static final PartitionId PARTITION =
            new PartitionId(new ExecutionId(JobId.random(), new VertexId("source"), 0, 0), 0);

    /** What a producer does. */
    private record Step(Object value, boolean flush, boolean poll) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Object> values = Arbitraries.of(
                1,
                "text",
                3L,
                Tuple2.of(1, "a"),
                2.5,
                'c',
                List.of(1, 2),
                Tuple2.of("b", 7L),
                new StringBuilder("x").toString());
        return net.jqwik.api.Combinators.combine(values, Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    private static Barrier barrier() {
        return new Barrier(new CheckpointTrigger(1, 0, CheckpointKind.CHECKPOINT, "none", true, 0));
    }

    @Property(tries = 500)
    void whatWasOvertakenIsReadAgain(
            @ForAll("steps") List<Step> steps, @ForAll boolean inProcess, @ForAll boolean timestamps) throws Exception {
        TypeSerializer<Object> serializer = new UnknownType<>(Object.class).createSerializer();
        BufferPool buffers = new BufferPool(1 << 10, 8);
        ResultPartition partition = new ResultPartition(PARTITION, 1, 1_000, new Wakeup());
        Subpartition part = partition.subpartitions().get(0);
        part.setListener(() -> {}, () -> false);
        WriterContext context = new WriterContext(
                new OutputRoom(condition -> {}),
                new Traffic(),
                new ExchangeSettings(512, 1 << 10, 1 << 20),
                buffers,
                1_000,
                "the output",
                null);
        ChannelWriter<Object> writer = inProcess
                ? new ObjectChannelWriter<>(part, serializer, false, context)
                : new BytesChannelWriter<>(part, serializer, false, context);
        List<Object> waiting = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            writer.add(step.value(), timestamps ? i : ChannelWriter.NO_TIMESTAMP);
            waiting.add(step.value());
            if (step.flush()) {
                writer.flush();
            }
            Frame polled = step.poll() ? part.poll() : null;
            if (polled instanceof BytesFrame bytes) {
                taken += bytes.records();
                bytes.release();
            } else if (polled instanceof ObjectFrame objects) {
                taken += objects.count;
            }
        }
        RecordedFrames recorded = writer.overtake(barrier());
        List<Object> expected = waiting.subList(taken, waiting.size());
        List<Object> read = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        if (recorded != null) {
            copy(recorded).forEach(serializer, getClass().getClassLoader(), (value, timestamp) -> {
                read.add(value);
                times.add(timestamp);
            });
        }
        assertThat(read).isEqualTo(expected);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(timestamps ? taken + i : ChannelWriter.NO_TIMESTAMP);
        }
        assertThat(part.poll()).isInstanceOf(Barrier.class);
        partition.release();
        writer.close();
        assertThat(buffers.outstanding()).isZero();
    }

    private static RecordedFrames copy(RecordedFrames frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frames.write(new DataOutputStream(bytes));
        return RecordedFrames.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
