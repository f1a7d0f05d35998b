package io.weir.runtime.batch;

import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.plan.JoinType;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Joins all records of one key of two inputs. The second input's are kept while those of the first pass: a few on the heap,
 * more in managed memory, and on disk beyond that. One thread owns it; closed in any case.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
final class GroupJoin<A, B, O> implements AutoCloseable {
    /** So many records of a key are kept as they are: most keys have no more. */
    private static final int FEW = 64;

    /** So many records of the first input share one reading of the second's from disk. */
    private static final int BLOCK = 256;

    private final JoinType type;
    private final FlatJoinFunction<A, B, O> function;
    private final Collector<O> collector;
    private final TypeSerializer<A> firstCopies;
    private final TypeSerializer<B> secondCopies;
    private final List<B> few = new ArrayList<>();
    private final SpillableRecords<B> many;

    /**
     * Creates it.
     *
     * @param type what becomes of records without a match
     * @param function joins two records
     * @param collector takes the results
     * @param formats how the records of both inputs are kept
     * @param budget its memory
     */
    GroupJoin(
            JoinType type,
            FlatJoinFunction<A, B, O> function,
            Collector<O> collector,
            Formats<A, B> formats,
            MemoryBudget budget) {
        this.type = type;
        this.function = function;
        this.collector = collector;
        this.firstCopies = formats.first().serializer();
        this.secondCopies = formats.second().serializer();
        this.many = new SpillableRecords<>(formats.second(), budget);
    }

    /** How the records of two inputs are kept. */
    record Formats<A, B>(RecordFormat<A> first, RecordFormat<B> second) {}

    /** Joins the records of a key; one of the inputs may have none. */
    void join(Iterator<A> first, Iterator<B> second) throws Exception {
        if (!first.hasNext()) {
            while (type.keepsSecond() && second.hasNext()) {
                function.join(null, second.next(), collector);
            }
            return;
        }
        if (!second.hasNext()) {
            while (type.keepsFirst() && first.hasNext()) {
                function.join(first.next(), null, collector);
            }
            return;
        }
        few.clear();
        while (second.hasNext() && few.size() < FEW) {
            few.add(second.next());
        }
        if (!second.hasNext()) {
            joinFew(first);
            return;
        }
        many.clear();
        few.forEach(many::add);
        few.clear();
        second.forEachRemaining(many::add);
        if (many.isSpilled()) {
            joinBlocks(first);
        } else {
            joinMany(first);
        }
        many.clear();
    }

    private void joinFew(Iterator<A> first) throws Exception {
        while (first.hasNext()) {
            A one = first.next();
            boolean last = !first.hasNext();
            for (int i = 0; i < few.size(); i++) {
                // The function may change and emit what it gets: only the last use of a record gets the record itself.
                B other = few.get(i);
                function.join(
                        i == few.size() - 1 ? one : firstCopies.copy(one),
                        last ? other : secondCopies.copy(other),
                        collector);
            }
        }
        few.clear();
    }

    private void joinMany(Iterator<A> first) throws Exception {
        while (first.hasNext()) {
            A one = first.next();
            try (RecordSource<B> others = many.open()) {
                while (others.hasNext()) {
                    B other = others.next();
                    function.join(others.hasNext() ? firstCopies.copy(one) : one, other, collector);
                }
            }
        }
    }

    private void joinBlocks(Iterator<A> first) throws Exception {
        List<A> block = new ArrayList<>();
        while (first.hasNext()) {
            block.clear();
            while (first.hasNext() && block.size() < BLOCK) {
                block.add(first.next());
            }
            try (RecordSource<B> others = many.open()) {
                while (others.hasNext()) {
                    B other = others.next();
                    for (A one : block) {
                        function.join(firstCopies.copy(one), secondCopies.copy(other), collector);
                    }
                }
            }
        }
    }

    /** Returns how many bytes it has written to disk. */
    long spilledBytes() {
        return many.spilledBytes();
    }

    @Override
    public void close() {
        many.close();
    }
}
