package io.weir.runtime.batch;

import io.weir.types.order.RecordOrder;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Several sorted sources as one. A tournament of losers finds the next record with one comparison per level; see Knuth,
 * "The Art of Computer Programming", volume 3, section 5.4.1. One thread owns it.
 *
 * @param <T> the type of the records
 */
final class MergedRecords<T> implements RecordSource<T> {
    private final RecordOrder<T> order;
    private final List<? extends RecordSource<T>> sources;

    /** The next record of each source, with its prefix as a number with a sign. */
    private final T[] heads;

    private final long[] prefixes;
    private final boolean[] ended;

    /** The loser of each match; the winner of all is at 0. */
    private final int[] losers;

    /**
     * Reads the first record of each source.
     *
     * @param sources sorted; closed with this
     * @param order their order
     */
    @SuppressWarnings("unchecked") // arrays know no type arguments
    MergedRecords(List<? extends RecordSource<T>> sources, RecordOrder<T> order) {
        this.order = order;
        this.sources = sources;
        int count = sources.size();
        this.heads = (T[]) new Object[count];
        this.prefixes = new long[count];
        this.ended = new boolean[count];
        this.losers = new int[Math.max(1, count)];
        for (int i = 0; i < count; i++) {
            advance(i);
        }
        losers[0] = count == 0 ? 0 : play(1);
    }

    /** Plays the matches below a node of the tree, whose leaves are the sources; returns the winner. */
    private int play(int node) {
        int count = heads.length;
        if (node >= count) {
            return node - count;
        }
        int left = play(2 * node);
        int right = play(2 * node + 1);
        boolean leftWins = isBefore(left, right);
        losers[node] = leftWins ? right : left;
        return leftWins ? left : right;
    }

    private boolean isBefore(int one, int other) {
        if (ended[one] || ended[other]) {
            return !ended[one];
        }
        if (prefixes[one] != prefixes[other]) {
            return prefixes[one] < prefixes[other];
        }
        return order.isDecidedBy(prefixes[one] ^ Long.MIN_VALUE) || order.compare(heads[one], heads[other]) <= 0;
    }

    private void advance(int source) {
        RecordSource<T> records = sources.get(source);
        if (records.hasNext()) {
            heads[source] = records.next();
            prefixes[source] = order.prefix(heads[source]) ^ Long.MIN_VALUE;
        } else {
            heads[source] = null;
            ended[source] = true;
        }
    }

    @Override
    public boolean hasNext() {
        return heads.length > 0 && !ended[losers[0]];
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int winner = losers[0];
        T record = heads[winner];
        advance(winner);
        for (int node = winner + heads.length >>> 1; node > 0; node >>>= 1) {
            if (isBefore(losers[node], winner)) {
                int loser = winner;
                winner = losers[node];
                losers[node] = loser;
            }
        }
        losers[0] = winner;
        return record;
    }

    @Override
    public void close() {
        sources.forEach(RecordSource::close);
    }
}
