package io.weir.runtime.iteration;

import io.weir.runtime.batch.RecordFormat;
import io.weir.runtime.batch.RecordSource;
import io.weir.runtime.batch.SpillableRecords;
import io.weir.runtime.operators.LoopSlot;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorCounter;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.types.TypeInformation;
import java.util.Iterator;

/**
 * What an iteration's head has to give out: first its input, then what tails have handed over. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class HandedRecords<T> implements AutoCloseable {
    private static final int AT_ONCE = 1024;

    private final OperatorContext context;
    private SpillableRecords<T> records;
    private RecordSource<T> source;

    HandedRecords(OperatorContext context, TypeInformation<T> type, double share) {
        this.context = context;
        this.records = new SpillableRecords<>(
                RecordFormat.of(context, type), context.managedMemory().budget(share));
    }

    /** Adds to the input. */
    void add(T value) {
        records.add(value);
    }

    /** Takes what a tail has handed over, in place of what was there. */
    void take(String name) {
        close();
        records = taken(context.loop().slot(), name);
    }

    /** Takes what a tail has handed over. */
    @SuppressWarnings("unchecked") // the tail has the type that the head expects
    static <T> SpillableRecords<T> taken(LoopSlot slot, String name) {
        SpillableRecords<T> records = (SpillableRecords<T>) slot.take(name);
        if (records == null) {
            throw new IllegalStateException("Nobody has handed over " + name);
        }
        return records;
    }

    /** Begins to go through the records. */
    Iterator<T> open() {
        source = records.open();
        return source;
    }

    /** Gives some records out; returns whether these were the last. */
    static <T> boolean emit(Iterator<T> from, Output<T> output, OutputRoom room) throws Exception {
        for (int i = 0; i < AT_ONCE && !room.isStepOver() && from.hasNext(); i++) {
            output.collect(from.next(), Output.NO_TIMESTAMP);
        }
        return !from.hasNext();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
            source = null;
        }
        if (records != null) {
            context.counter(OperatorCounter.SPILLED).add(records.spilledBytes());
            records.close();
            records = null;
        }
    }
}
