package io.weir.execution;

import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The records that a job sends back, read batch by batch as they are asked for. The thread that asks owns it. At the end
 * of the records it waits for the end of the job, so that a failure never looks like a short result.
 */
final class CollectedRecords<T> implements CloseableIterator<T> {
    private final JobClient client;
    private final String resultId;
    private final TypeSerializer<T> serializer;
    private final Consumer<JobExecutionResult> onEnd;
    private final Queue<byte[]> batches = new ArrayDeque<>();
    private RecordInput input;
    private int left;
    private long position;
    private boolean last;
    private boolean closed;

    CollectedRecords(
            JobClient client, String resultId, TypeSerializer<T> serializer, Consumer<JobExecutionResult> onEnd) {
        this.client = client;
        this.resultId = resultId;
        this.serializer = serializer;
        this.onEnd = onEnd;
    }

    @Override
    public boolean hasNext() {
        while (left == 0 && !closed) {
            if (!batches.isEmpty()) {
                open(batches.remove());
            } else if (last) {
                end();
            } else {
                fetch();
            }
        }
        return left > 0;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The job has sent no more records.");
        }
        left--;
        return serializer.deserialize(input);
    }

    private void open(byte[] batch) {
        // A new input for each batch, because each batch starts a class dictionary of its own.
        input = new RecordInput(Thread.currentThread().getContextClassLoader());
        input.setBuffer(batch);
        left = input.readInt();
    }

    private void fetch() {
        try {
            CollectedBatches fetched = JobWaiter.await(client, client.fetchResults(resultId, position));
            batches.addAll(fetched.batches());
            position += fetched.batches().size();
            last = fetched.last();
        } catch (WeirException e) {
            close();
            throw e;
        }
    }

    private void end() {
        closed = true;
        try (client) {
            onEnd.accept(JobWaiter.awaitEnd(client));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        left = 0;
        batches.clear();
        try (client) {
            // Bounded by the time-out of the call; whether the job was still there makes no difference here.
            client.cancel().handle((done, failure) -> null).join();
        }
    }
}
