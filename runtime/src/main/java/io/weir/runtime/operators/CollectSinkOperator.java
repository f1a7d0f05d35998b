package io.weir.runtime.operators;

import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Sends the records of a job to the client that collects them, in batches of serialized records. One batch is under way
 * at a time; records that come meanwhile make up the next. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class CollectSinkOperator<T> extends Operator<T, Void> {
    private static final int INITIAL_SIZE = 1 << 10;

    /** How many bytes may wait for the batch under way before the task takes no further input. */
    private static final int ENOUGH = 256 << 10;

    private final OperatorContext context;
    private final String resultId;
    private final TypeSerializer<T> serializer;
    private final BooleanSupplier hasRoom = () -> underWay().isDone();
    private RecordOutput batch;
    private int records;
    private boolean sendPosted;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    private CollectSinkOperator(OperatorContext context, Spec<T> spec, Output<Void> output) {
        super(output);
        this.context = context;
        this.resultId = spec.resultId();
        this.serializer = spec.type().createSerializer();
        begin();
    }

    @Override
    public void collect(T value, long timestamp) {
        try {
            serializer.serialize(value, batch);
        } catch (RuntimeException e) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "Operator '" + context.operatorName() + "' could not serialize a record for the client: " + value,
                    e);
        }
        records++;
        if (batch.position() >= ENOUGH && !underWay.isDone()) {
            context.outputRoom().exhaust(hasRoom);
        } else if (!sendPosted && underWay.isDone()) {
            // Sent when the frame that this record came with is done, together with what else it brings.
            sendPosted = true;
            context.mailbox().execute(this::send);
        }
    }

    @Override
    public void watermark(long timestamp) {
        // Nothing follows.
    }

    private CompletableFuture<Void> underWay() {
        return underWay;
    }

    private void send() {
        sendPosted = false;
        if (!underWay.isDone()) {
            return;
        }
        checkArrived();
        if (records == 0) {
            return;
        }
        int end = batch.position();
        batch.setPosition(0);
        batch.writeInt(records);
        batch.setPosition(end);
        byte[] bytes = batch.toBytes();
        begin();
        underWay = context.sendResults(resultId, bytes);
        underWay.whenComplete((done, failure) -> context.mailbox().execute(this::send));
    }

    private void begin() {
        batch = new RecordOutput(INITIAL_SIZE);
        batch.writeInt(0);
        records = 0;
    }

    private void checkArrived() {
        try {
            underWay.join();
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new WeirException(
                    ErrorCode.UNREACHABLE, "Results could not be sent to the client: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void finish() {
        while (true) {
            context.outputRoom().block(hasRoom);
            checkArrived();
            if (records == 0) {
                return;
            }
            send();
        }
    }

    @Override
    public void stop() {
        finish();
    }

    /**
     * How it is made.
     *
     * @param resultId what the client asks for
     * @param type the type of the records
     * @param <T> the type of the records
     */
    public record Spec<T>(String resultId, TypeInformation<T> type) implements OperatorSpec<T, Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, Void> create(OperatorContext context, Output<Void> output) {
            return new CollectSinkOperator<>(context, this, output);
        }
    }
}
