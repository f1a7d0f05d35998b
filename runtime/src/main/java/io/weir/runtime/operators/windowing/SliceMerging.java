package io.weir.runtime.operators.windowing;

/**
 * Merges what slices keep, by key. What the program's code cannot merge is kept as a {@link Failed}, so that only the
 * windows that need it fail. Stateless but for the aggregate.
 *
 * @param aggregate says what is kept
 */
record SliceMerging(SliceAggregate<?, Object, ?> aggregate) {
    /** Stands for what the program's code could not merge. */
    record Failed(Throwable cause) {}

    /** Adds what a table keeps, which may be null, to another one, which owns what it keeps. */
    <K> void merge(CapturedTable<K, Object> target, CapturedTable<K, Object> source) throws Exception {
        if (source != null) {
            source.forEach((key, value) -> {
                CapturedTable.Row<Object> row = target.own(key);
                row.value = merged(row.value, value);
            });
        }
    }

    /** Adds what a table keeps to another one; the table is not needed afterwards. */
    <K> void mergeLast(CapturedTable<K, Object> target, CapturedTable<K, Object> source) throws Exception {
        source.forEach((key, value) -> {
            CapturedTable.Row<Object> row = target.own(key);
            row.value = mergedLast(row.value, value);
        });
    }

    /** Returns what two slices keep together; the first is used up, the second stays. Either may be null. */
    Object merged(Object first, Object second) {
        if (second instanceof Failed) {
            return first instanceof Failed ? first : second;
        }
        return first instanceof Failed || second == null ? first : mergedLast(first, aggregate.copy(second));
    }

    private Object mergedLast(Object first, Object second) {
        if (first == null || first instanceof Failed) {
            return first == null ? second : first;
        }
        try {
            return aggregate.merge(first, second);
        } catch (Throwable e) {
            return new Failed(e);
        }
    }
}
