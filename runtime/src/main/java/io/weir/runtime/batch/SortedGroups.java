package io.weir.runtime.batch;

import io.weir.types.order.RecordOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Sorted records, group by group. One thread owns it.
 *
 * @param <T> the type of the records
 */
final class SortedGroups<T> {
    private final Iterator<T> records;
    private final RecordOrder<T> grouping;
    private final Group group = new Group();

    /** The record that follows, if there is one. */
    private T next;

    private boolean hasNext;

    /** Whether the record that follows belongs to the group at hand. */
    private boolean inGroup;

    /**
     * Creates it before the first group.
     *
     * @param records sorted so that those of a group follow each other
     * @param grouping tells groups apart: records of a group are equal in it
     */
    SortedGroups(Iterator<T> records, RecordOrder<T> grouping) {
        this.records = records;
        this.grouping = grouping;
        this.hasNext = records.hasNext();
        this.next = hasNext ? records.next() : null;
    }

    /** Goes to the next group, past what is left of the one at hand; returns whether there is one. */
    boolean nextGroup() {
        while (inGroup) {
            take();
        }
        inGroup = hasNext;
        return hasNext;
    }

    /** Returns the record that a group begins with, before any was taken. */
    T first() {
        return next;
    }

    /** A record is compared with the one behind it before it is given away: whoever gets it may change it. */
    private T take() {
        T record = next;
        hasNext = records.hasNext();
        next = hasNext ? records.next() : null;
        inGroup = hasNext && grouping.compare(next, record) == 0;
        return record;
    }

    /** Returns the records of the group at hand, to be gone through once. */
    Iterator<T> group() {
        return group;
    }

    private final class Group implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return inGroup;
        }

        @Override
        public T next() {
            if (!inGroup) {
                throw new NoSuchElementException();
            }
            return take();
        }
    }
}
