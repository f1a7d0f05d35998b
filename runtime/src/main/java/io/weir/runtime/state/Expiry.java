package io.weir.runtime.state;

import io.weir.state.StateTtlConfig;
import io.weir.state.StateTtlConfig.StateVisibility;
import io.weir.state.StateTtlConfig.UpdateType;

/**
 * When the values of a state end, for the states over one place. The task's thread owns it.
 *
 * @param slots where the values are
 * @param slot which of them
 * @param config when they end
 * @param millis how long they live
 */
public record Expiry(Cells slots, Slot slot, StateTtlConfig config, long millis) {
    /** Combines two values. */
    @FunctionalInterface
    public interface Combination {
        /** Returns both as one. */
        Object apply(Object first, Object second) throws Exception;
    }

    /** Returns when the values of a state end. */
    public static Expiry of(Cells slots, Slot slot) {
        StateTtlConfig config = slot.descriptor().getTtlConfig();
        return new Expiry(slots, slot, config, config.timeToLive().toMillis());
    }

    /** Combines what two places hold; if it ends, the later use counts. */
    public static Object merge(Object first, Object second, Combination function) throws Exception {
        if (first instanceof Expiring one && second instanceof Expiring other) {
            return new Expiring(function.apply(one.value(), other.value()), Math.max(one.lastUse(), other.lastUse()));
        }
        return function.apply(first, second);
    }

    /** Returns whether a value has ended, given how long values live. */
    public static boolean isOver(Expiring value, long millis, long now) {
        long end = value.lastUse() + millis;
        return end <= now && end >= value.lastUse(); // what overflows lives for ever
    }

    /** Says that the state is used, so that some values that have ended are cleaned up. */
    public void used() {
        slots.expiringUsed(config);
    }

    /** Returns the time. */
    public long now() {
        return slots.clock.getAsLong();
    }

    /** Returns whether a value has ended. */
    public boolean isOver(Expiring value, long now) {
        return isOver(value, millis, now);
    }

    /** Returns whether a value may be seen. */
    public boolean isVisible(Expiring value, long now) {
        return config.stateVisibility() == StateVisibility.ReturnExpiredIfNotCleanedUp || !isOver(value, now);
    }

    /** Returns whether a value that has ended may be seen. */
    public boolean showsExpired() {
        return config.stateVisibility() == StateVisibility.ReturnExpiredIfNotCleanedUp;
    }

    /** Returns whether reading a value lets it live on. */
    public boolean readingCounts() {
        return config.updateType() == UpdateType.OnReadAndWrite;
    }

    /** Returns the one value as it is now, which is then used if reading counts; null if there is none to be seen. */
    Object value() {
        used();
        Expiring kept = slots.own(slot);
        if (kept == null) {
            return null;
        }
        long now = now();
        if (isOver(kept, now)) {
            slots.set(slot.place(), null);
            return showsExpired() ? kept.value() : null;
        }
        if (readingCounts()) {
            slots.set(slot.place(), new Expiring(kept.value(), now));
        }
        return kept.value();
    }

    /** Returns the one value that is added to; null if there is none that has not ended. */
    Object valueToAddTo() {
        used();
        Expiring kept = slots.own(slot);
        return kept == null || isOver(kept, now()) ? null : kept.value();
    }

    void set(Object value) {
        slots.set(slot.place(), value == null ? null : new Expiring(value, now()));
    }

    void clear() {
        slots.set(slot.place(), null);
    }
}
