package io.weir.connector.sequence;

import io.weir.connector.Boundedness;
import io.weir.connector.FixedSplitEnumerator;
import io.weir.connector.SequentialSplitReader;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSize;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.SplitListSerializer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Emits the whole numbers of a range. Each reader gets a contiguous part and emits it in order. Immutable.
 */
public final class NumberSequenceSource implements Source<Long, NumberSequenceSplit, List<NumberSequenceSplit>> {
    private static final long serialVersionUID = 1L;

    private final long from;
    private final long to;

    /**
     * Creates a source.
     *
     * @param from the first number
     * @param to the last number, not less than the first
     */
    public NumberSequenceSource(long from, long to) {
        if (from > to) {
            throw new IllegalArgumentException("A sequence goes up: from " + from + " to " + to + " does not.");
        }
        this.from = from;
        this.to = to;
    }

    /** Returns the first number. */
    public long from() {
        return from;
    }

    /** Returns the last number. */
    public long to() {
        return to;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public Optional<SourceSize> estimateSize() {
        long records = to - from + 1;
        return Optional.of(new SourceSize(records > 0 ? records : Long.MAX_VALUE, -1));
    }

    @Override
    public SplitEnumerator<NumberSequenceSplit, List<NumberSequenceSplit>> createEnumerator(
            SplitEnumeratorContext<NumberSequenceSplit> context) {
        return new FixedSplitEnumerator<>(context, split(context.currentParallelism()));
    }

    @Override
    public SplitEnumerator<NumberSequenceSplit, List<NumberSequenceSplit>> restoreEnumerator(
            SplitEnumeratorContext<NumberSequenceSplit> context, List<NumberSequenceSplit> state) {
        return new FixedSplitEnumerator<>(context, state);
    }

    /** Divides the range into parts whose lengths differ by at most one; none of them is empty. */
    List<NumberSequenceSplit> split(int parts) {
        BigInteger first = BigInteger.valueOf(from);
        BigInteger count = BigInteger.valueOf(to).subtract(first).add(BigInteger.ONE);
        BigInteger number = BigInteger.valueOf(parts).min(count);
        List<NumberSequenceSplit> splits = new ArrayList<>();
        BigInteger begin = BigInteger.ZERO;
        for (int i = 0; i < number.intValue(); i++) {
            BigInteger end = count.multiply(BigInteger.valueOf(i + 1L)).divide(number);
            splits.add(new NumberSequenceSplit(
                    i,
                    first.add(begin).longValueExact(),
                    first.add(end).subtract(BigInteger.ONE).longValueExact()));
            begin = end;
        }
        return splits;
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    @Override
    public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
        return new NumberSequenceSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<NumberSequenceSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitListSerializer<>(getSplitSerializer());
    }

    @Override
    public String toString() {
        return "Sequence " + from + " to " + to;
    }

    /** Counts up through a range. The task's thread owns it. */
    private static final class Reader extends SequentialSplitReader<Long, NumberSequenceSplit> {
        private static final int BLOCK = 256;

        private long next;
        private long last;

        Reader(SourceReaderContext context) {
            super(context);
        }

        @Override
        protected void openSplit(NumberSequenceSplit split) {
            next = split.from();
            last = split.to();
        }

        @Override
        protected boolean readBlock(SourceOutput<Long> output) {
            // The distance is unsigned: a range may be longer than the largest long.
            boolean more = Long.compareUnsigned(last - next, BLOCK) >= 0;
            int count = more ? BLOCK : (int) (last - next) + 1;
            long begin = next;
            for (int i = 0; i < count; i++) {
                output.collect(begin + i);
            }
            next = begin + count;
            return more;
        }

        /** The record itself is most often the position; to note each one would cost more than to count. */
        @Override
        protected String position() {
            long rest = last - next;
            return "from " + next + " to " + (Long.compareUnsigned(rest, BLOCK) >= 0 ? next + BLOCK - 1 : last);
        }

        @Override
        protected NumberSequenceSplit remainder(NumberSequenceSplit split) {
            return new NumberSequenceSplit(split.index(), next, last);
        }

        @Override
        protected void closeSplit() {
            // Nothing is open.
        }
    }
}
