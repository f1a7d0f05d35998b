package io.weir.testing.operators;

/** One thing that happens to an operator. */
sealed interface Step {
    /** A record comes. */
    record Take(String key, int number, long time, boolean second) implements Step {
        Event event() {
            return new Event(key, number, time);
        }
    }

    /** Event time goes on in all inputs. */
    record Mark(long timestamp) implements Step {}

    /** The clock goes on. */
    record Clock(long time) implements Step {}
}
