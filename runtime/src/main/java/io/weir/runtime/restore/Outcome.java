package io.weir.runtime.restore;

/** What becomes of a state when a program starts from it. */
public enum Outcome {
    /** The program gets it. */
    RESTORED("restored"),
    /** The program gets it, converted to what its classes are now. */
    CONVERTED("restored, converted"),
    /** Nobody can ask for it any more: it stays in checkpoints as it is. */
    KEPT("kept, not asked for"),
    /** The program did not ask for it when it began, and may do so later: until then it stays in checkpoints as it is. */
    LATER("not known before the first record"),
    /** It is lost, as the program's owner allows. */
    LEFT("left behind"),
    /** It shows only when the program runs. */
    UNKNOWN("unknown"),
    /** The program cannot start. */
    REFUSED("refused");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns what people read. */
    public String text() {
        return text;
    }
}
