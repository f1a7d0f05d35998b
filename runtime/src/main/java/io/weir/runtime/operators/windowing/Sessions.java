package io.weir.runtime.operators.windowing;

import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.StateSchema;
import io.weir.runtime.state.WrittenTypes;
import io.weir.runtime.timers.EventTimes;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open sessions of each key, and when to look at them again. A session is noted once, for its end at that time; if it
 * has become longer by then, it is noted again. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class Sessions<K> implements KeyedPart {
    private final KeyedStateBackend<K> backend;
    private final SliceAggregate<?, Object, ?> aggregate;
    private final long allowedLateness;
    private final CapturedTable<K, Session> table;

    /** By the time to look at them, keys some of whose sessions may have ended. */
    private final TreeMap<Long, List<K>> due = new TreeMap<>();

    /** One session of a key, and the latest one of the same key that is earlier. */
    static final class Session {
        long start;
        long end;
        Object kept;

        /** The end with which it was computed last. */
        long computedEnd = Long.MIN_VALUE;

        /** When it is looked at again. */
        private long dueTime = Long.MAX_VALUE;

        private Session next;

        Session(long start, long end) {
            this.start = start;
            this.end = end;
        }
    }

    /** Learns that the end of a session has come. */
    @FunctionalInterface
    interface EndListener<K> {
        /** Learns it; the session is not kept any longer if it is gone. */
        void ended(K key, Session session, boolean gone) throws Exception;
    }

    Sessions(KeyedStateBackend<K> backend, SliceAggregate<?, Object, ?> aggregate, long allowedLateness) {
        this.backend = backend;
        this.aggregate = aggregate;
        this.allowedLateness = allowedLateness;
        this.table = new CapturedTable<>(backend.keyType(), backend.keyType().createSerializer(), this::copyAll);
    }

    /** Copies the sessions of a key. */
    private Session copyAll(Session session) {
        Session first = copy(session);
        Session last = first;
        for (Session each = session.next; each != null; each = each.next) {
            last.next = copy(each);
            last = last.next;
        }
        return first;
    }

    private Session copy(Session session) {
        Session copy = new Session(session.start, session.end);
        copy.kept = aggregate.copy(session.kept);
        copy.computedEnd = session.computedEnd;
        copy.dueTime = session.dueTime;
        return copy;
    }

    /** Returns the session of a time, which others may have become; null if it would be gone already. */
    Session add(K key, long start, long end, long watermark) throws Exception {
        CapturedTable.Row<Session> row = table.own(key);
        Session later = null;
        Session session = row.value;
        while (session != null && session.start > end) {
            later = session;
            session = session.next;
        }
        if (session == null || session.end < start) {
            if (isGone(end, watermark)) {
                if (row.value == null) {
                    table.remove(key);
                }
                return null;
            }
            Session opened = new Session(start, end);
            opened.next = session;
            session = opened;
            if (later == null) {
                row.value = session;
            } else {
                later.next = session;
            }
        } else {
            grow(session, start, end);
        }
        note(table.keyOf(row), session, watermark);
        return session;
    }

    /** Makes a session longer, and a part of it those before it that it then touches. */
    private void grow(Session session, long start, long end) throws Exception {
        session.start = Math.min(session.start, start);
        session.end = Math.max(session.end, end);
        for (Session earlier = session.next; earlier != null && earlier.end >= start; earlier = earlier.next) {
            session.start = Math.min(session.start, earlier.start);
            session.kept = merge(session.kept, earlier.kept);
            session.next = earlier.next;
        }
    }

    /** A session has nothing to keep if the only record that opened it was skipped, because the program failed on it. */
    private Object merge(Object first, Object second) throws Exception {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return aggregate.merge(first, second);
    }

    private boolean isGone(long end, long watermark) {
        return goneTime(end) <= watermark;
    }

    private long goneTime(long end) {
        return EventTimes.plus(end - 1, allowedLateness);
    }

    private void note(K key, Session session, long watermark) {
        long time = session.end - 1 > watermark ? session.end - 1 : goneTime(session.end);
        if (time < session.dueTime) {
            session.dueTime = time;
            due.computeIfAbsent(time, none -> new ArrayList<>()).add(key);
        }
    }

    /** Looks at the sessions whose end may have come, in the order of their ends. */
    void advance(long watermark, EndListener<K> listener) throws Exception {
        while (!due.isEmpty() && due.firstKey() <= watermark) {
            Map.Entry<Long, List<K>> first = due.pollFirstEntry();
            for (K key : first.getValue()) {
                if (table.find(key) != null) {
                    look(key, first.getKey(), watermark, listener);
                }
            }
        }
    }

    /** Looks at the sessions of a key that were to be looked at by a time: those that have grown are looked at later. */
    private void look(K key, long time, long watermark, EndListener<K> listener) throws Exception {
        CapturedTable.Row<Session> row = table.own(key);
        Session before = null;
        for (Session each = row.value; each != null; each = each.next) {
            if (each.dueTime <= time) {
                boolean ended = each.end - 1 <= time;
                boolean gone = ended && isGone(each.end, watermark);
                if (ended) {
                    listener.ended(table.copyOf(key), each, gone);
                }
                if (gone) {
                    if (before == null) {
                        row.value = each.next;
                    } else {
                        before.next = each.next;
                    }
                    continue;
                }
                each.dueTime = Long.MAX_VALUE;
                note(key, each, time);
            }
            before = each;
        }
        if (row.value == null) {
            table.remove(key);
        }
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String types() {
        return backend.keyType() + " to " + aggregate.type();
    }

    @Override
    public StateSchema schema() {
        return StateSchema.ofPart(
                backend.keyType(),
                null,
                aggregate.type(),
                (key, none, value) -> StateSchema.rows(
                        "session",
                        List.of(
                                StateSchema.field("key", key),
                                StateSchema.number("start"),
                                StateSchema.number("end"),
                                StateSchema.number("computedEnd"),
                                StateSchema.field("value", value))));
    }

    @Override
    public Restorer restorer(WrittenTypes written) {
        TypeSerializer<K> keys = written.keys(backend.keyType().createSerializer());
        TypeSerializer<Object> values = written.values(aggregate.type().createSerializer());
        return (group, in) -> restore(in, keys, values);
    }

    private void restore(RecordInput in, TypeSerializer<K> keys, TypeSerializer<Object> values) {
        for (int left = in.readInt(); left > 0; left--) {
            K key = keys.deserialize(in);
            CapturedTable.Row<Session> row = table.own(key);
            Session session = new Session(in.readLong(), in.readLong());
            session.computedEnd = in.readLong();
            session.kept = values.deserialize(in);
            session.next = row.value;
            row.value = session;
            note(table.keyOf(row), session, Long.MIN_VALUE);
        }
    }

    @Override
    public Frozen freeze() {
        return new FrozenSessions<>(
                table.freeze(),
                backend.keyType(),
                aggregate.type(),
                backend.keyGroups().maxParallelism());
    }

    /** All sessions at one moment. One thread at a time owns it, not necessarily the task's. */
    private static final class FrozenSessions<K> implements Frozen {
        private final CapturedTable.Frozen<K, Session> frozen;
        private final TypeInformation<K> keyType;
        private final TypeInformation<Object> valueType;
        private final int maxParallelism;

        /** Made by the thread that writes. */
        private Map<Integer, Map<K, Session>> groups;

        FrozenSessions(
                CapturedTable.Frozen<K, Session> frozen,
                TypeInformation<K> keyType,
                TypeInformation<Object> valueType,
                int maxParallelism) {
            this.frozen = frozen;
            this.keyType = keyType;
            this.valueType = valueType;
            this.maxParallelism = maxParallelism;
        }

        @Override
        public void write(int keyGroup, RecordOutput out) {
            if (groups == null) {
                groups = frozen.byGroup(maxParallelism);
            }
            Map<K, Session> rows = groups.getOrDefault(keyGroup, Map.of());
            if (rows.isEmpty()) {
                return;
            }
            TypeSerializer<K> keys = keyType.createSerializer();
            TypeSerializer<Object> values = valueType.createSerializer();
            int count = 0;
            for (Session first : rows.values()) {
                count += ascending(first).size();
            }
            out.writeInt(count);
            rows.forEach((key, first) -> {
                for (Session session : ascending(first)) {
                    keys.serialize(key, out);
                    out.writeLong(session.start);
                    out.writeLong(session.end);
                    out.writeLong(session.computedEnd);
                    values.serialize(session.kept, out);
                }
            });
        }

        /** Returns those sessions of a key that have something to keep, the earliest first: so each is read as the latest. */
        private static Deque<Session> ascending(Session latest) {
            Deque<Session> all = new ArrayDeque<>();
            for (Session each = latest; each != null; each = each.next) {
                if (each.kept != null) {
                    all.addFirst(each);
                }
            }
            return all;
        }

        @Override
        public void close() {
            frozen.close();
        }
    }
}
