package io.weir.runtime.operators;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.StatefulSinkWriter;
import io.weir.connector.SupportsWriterState;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the writer of a sink keeps at checkpoints. The task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <S> what the writer keeps
 */
final class SinkWriterStates<T, S> {
    private final OperatorContext context;
    private final SupportsWriterState<T, S> sink;
    private ListState<byte[]> kept;

    SinkWriterStates(OperatorContext context, SupportsWriterState<T, S> sink) {
        this.context = context;
        this.sink = sink;
    }

    /** Creates the writer, which goes on from what was kept if there is anything. */
    SinkWriter<T> open(Sink<T> fresh, SinkWriterContext sinkContext) throws IOException {
        List<S> recovered = restored();
        return recovered.isEmpty() ? fresh.createWriter(sinkContext) : sink.restoreWriter(sinkContext, recovered);
    }

    /** Returns what writers had kept. */
    List<S> restored() {
        kept = context.states().ofInstance().getListState(new ListStateDescriptor<>("weir.writer", byte[].class));
        List<S> recovered = new ArrayList<>();
        for (byte[] element : kept.get()) {
            ByteBuffer bytes = ByteBuffer.wrap(element);
            int version = bytes.getInt();
            byte[] serialized = new byte[bytes.remaining()];
            bytes.get(serialized);
            recovered.add(KeptVersions.read(
                    sink.getWriterStateSerializer(),
                    version,
                    serialized,
                    "What a writer of '" + context.operatorName() + "' had kept"));
        }
        return recovered;
    }

    /** Brings the state up to date. */
    void capture(SinkWriter<T> writer, long checkpointId) throws IOException {
        SimpleVersionedSerializer<S> serializer = sink.getWriterStateSerializer();
        List<byte[]> elements = new ArrayList<>();
        for (S state : stateful(writer).snapshotState(checkpointId)) {
            byte[] serialized = serializer.serialize(state);
            elements.add(ByteBuffer.allocate(Integer.BYTES + serialized.length)
                    .putInt(serializer.getVersion())
                    .put(serialized)
                    .array());
        }
        kept.update(elements);
    }

    @SuppressWarnings("unchecked") // the sink's own writer
    private StatefulSinkWriter<T, S> stateful(SinkWriter<T> writer) {
        if (writer instanceof StatefulSinkWriter<?, ?>) {
            return (StatefulSinkWriter<T, S>) writer;
        }
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The sink '" + context.operatorName() + "' keeps state of its writers, but the writer "
                        + writer.getClass().getName() + " is not a StatefulSinkWriter.");
    }
}
