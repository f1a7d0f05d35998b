package io.weir.testing.operators;

/** A record that can be changed, so that an operator that keeps what it has emitted shows. */
public final class Event {
    public String key;
    public int number;
    public long time;

    /** For the serializer. */
    public Event() {}

    /** Makes one. */
    public Event(String key, int number, long time) {
        this.key = key;
        this.number = number;
        this.time = time;
    }

    /** Makes something else of it. */
    void scribble() {
        number = -number - 1_000_000;
    }

    String key() {
        return key;
    }

    /** Returns both as one, which is a new one; the same whatever the order. */
    static Event plus(Event one, Event other) {
        return add(new Event(one.key, one.number, one.time), other);
    }

    /** Adds the second to the first, which functions may do. */
    static Event add(Event one, Event other) {
        one.key = one.key.compareTo(other.key) < 0 ? one.key : other.key;
        one.number += other.number;
        one.time = Math.max(one.time, other.time);
        return one;
    }

    @Override
    public String toString() {
        return key + ":" + number + "@" + time;
    }
}
