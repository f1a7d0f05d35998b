package io.weir.runtime.jobmanager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the readers of a source were given since its enumerator began, so that those that begin again are given the same.
 *
 * <p>Thread: the coordinator thread of the job. Life: that of the enumerator.
 */
final class SplitHistory {
    private final Map<Integer, Given> readers = new HashMap<>();

    /** Readers that have run. */
    private final Set<Integer> known = new HashSet<>();

    /** Readers that begin again and do not run yet. */
    private final Set<Integer> awaited = new HashSet<>();

    /** What a reader was given. */
    static final class Given {
        final List<byte[]> splits = new ArrayList<>();
        boolean noMore;
    }

    /** Notes what a reader is given; returns whether it can be told now: if not, it is when it runs again. */
    boolean note(int subtask, List<byte[]> splits, boolean noMore) {
        Given given = readers.computeIfAbsent(subtask, number -> new Given());
        given.splits.addAll(splits);
        given.noMore |= noMore;
        return !awaited.contains(subtask);
    }

    /** Readers begin again. */
    void reset(Collection<Integer> subtasks) {
        subtasks.stream().filter(readers::containsKey).forEach(awaited::add);
    }

    /**
     * A reader runs, or another attempt of it; returns what it is to be given once more, or null if it runs for the first time.
     */
    Given runs(int subtask) {
        Given given = readers.computeIfAbsent(subtask, number -> new Given());
        boolean first = known.add(subtask);
        return awaited.remove(subtask) || !first ? given : null;
    }
}
