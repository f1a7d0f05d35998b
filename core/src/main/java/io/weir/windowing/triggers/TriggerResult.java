package io.weir.windowing.triggers;

/** What becomes of a window now. */
public enum TriggerResult {
    /** Nothing. */
    CONTINUE(false, false),

    /** It is computed, and its records are dropped. */
    FIRE_AND_PURGE(true, true),

    /** It is computed, and its records are kept. */
    FIRE(true, false),

    /** Its records are dropped without being computed. */
    PURGE(false, true);

    private final boolean fire;
    private final boolean purge;

    TriggerResult(boolean fire, boolean purge) {
        this.fire = fire;
        this.purge = purge;
    }

    /** Returns whether the window is computed. */
    public boolean isFire() {
        return fire;
    }

    /** Returns whether the window's records are dropped. */
    public boolean isPurge() {
        return purge;
    }
}
