package io.weir.runtime.operators.windowing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Merges of neighbouring slices, for windows of very many slices: a node holds what some slices keep together, and eight
 * nodes are a node of the next level. A window is then a few nodes of each level, however many slices it has. A node is
 * made when a window first needs it, from the level below, so that what a window costs to compute stays even. Nothing has to
 * be taken out of an aggregate again. Captures leave it out. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class SliceTree<K> {
    /** How many nodes of a level are one of the next: more means more to merge per window, fewer means more memory. */
    private static final int BRANCHES = 8;

    private static final int BRANCH_BITS = Integer.numberOfTrailingZeros(BRANCHES);

    private final Slices<K> slices;
    private final SliceMerging merging;

    /** By level, from that above the slices; nodes by number. */
    private final List<TreeMap<Long, CapturedTable<K, Object>>> levels = new ArrayList<>();

    /** The number of the first slice behind all nodes. */
    private long end = Long.MIN_VALUE;

    /** The slices below the tree. They have numbers without gaps. */
    interface Slices<K> {
        /** Returns what is kept by key in a slice, or null if it has no records. */
        CapturedTable<K, Object> slice(long number);

        /** Returns whether any slice of a range has records. */
        boolean hasAny(long from, long to);

        /** Returns a table without keys. */
        CapturedTable<K, Object> newTable();
    }

    SliceTree(Slices<K> slices, SliceMerging merging) {
        this.slices = slices;
        this.merging = merging;
    }

    /** Returns tables that are together all slices of a range, in their order. They are to be read only. */
    List<CapturedTable<K, Object>> cover(long from, long to) throws Exception {
        List<CapturedTable<K, Object>> tables = new ArrayList<>();
        long next = from;
        while (next < to) {
            int level = 0;
            while (isWhole(next, level + 1) && next + width(level + 1) <= to) {
                level++;
            }
            CapturedTable<K, Object> table = node(level, next >> level * BRANCH_BITS);
            if (table != null) {
                tables.add(table);
            }
            next += width(level);
        }
        return tables;
    }

    private static boolean isWhole(long slice, int level) {
        return level * BRANCH_BITS < Long.SIZE - 2 && (slice & width(level) - 1) == 0;
    }

    /** Returns how many slices are below a node. */
    private static long width(int level) {
        return 1L << level * BRANCH_BITS;
    }

    /** Returns a node, or null if none of its slices has records. */
    private CapturedTable<K, Object> node(int level, long number) throws Exception {
        if (level == 0) {
            return slices.slice(number);
        }
        while (levels.size() < level) {
            levels.add(new TreeMap<>());
        }
        TreeMap<Long, CapturedTable<K, Object>> nodes = levels.get(level - 1);
        CapturedTable<K, Object> node = nodes.get(number);
        if (node == null && slices.hasAny(number * width(level), (number + 1) * width(level))) {
            node = slices.newTable();
            for (int branch = 0; branch < BRANCHES; branch++) {
                merging.merge(node, node(level - 1, number * BRANCHES + branch));
            }
            nodes.put(number, node);
            end = Math.max(end, (number + 1) * width(level));
        }
        return node;
    }

    /** Returns what the slices of a range keep of a key together, or null. It belongs to the caller. */
    Object find(K key, long from, long to) throws Exception {
        Object merged = null;
        for (CapturedTable<K, Object> table : cover(from, to)) {
            merged = merging.merged(merged, table.find(key));
        }
        return merged;
    }

    /** Returns whether a slice may be below a node. */
    boolean mayHold(long slice) {
        return slice < end;
    }

    /** Learns that a slice below nodes keeps something else of a key than before. */
    void changed(long slice, K key) throws Exception {
        for (int level = 1; level <= levels.size(); level++) {
            long number = slice >> level * BRANCH_BITS;
            CapturedTable<K, Object> node = levels.get(level - 1).get(number);
            if (node == null) {
                continue;
            }
            Object merged = null;
            for (int branch = 0; branch < BRANCHES; branch++) {
                CapturedTable<K, Object> below = node(level - 1, number * BRANCHES + branch);
                merged = merging.merged(merged, below == null ? null : below.find(key));
            }
            node.own(key).value = merged;
        }
    }

    /** Forgets the nodes with slices before a number: no window needs the whole of them any more. */
    void expire(long before) {
        for (int level = 1; level <= levels.size(); level++) {
            TreeMap<Long, CapturedTable<K, Object>> nodes = levels.get(level - 1);
            while (!nodes.isEmpty() && nodes.firstKey() * width(level) < before) {
                nodes.pollFirstEntry();
            }
        }
    }
}
