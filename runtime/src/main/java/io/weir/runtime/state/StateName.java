package io.weir.runtime.state;

/**
 * Names a state of an operator.
 *
 * @param keyed whether it belongs to keys; else to the instance
 * @param path its name, after that of its store if it has one
 */
public record StateName(boolean keyed, String path) {
    /** All state that belongs to keys: what is wrong with the keys is wrong with all of it. */
    public static final StateName ALL_KEYED = new StateName(true, "");

    static StateName of(StateColumn column) {
        return new StateName(true, column.path());
    }

    static StateName of(OperatorStateImage state) {
        return new StateName(false, state.name());
    }

    /** Returns whether its name belongs to a store, such as that of the windows. */
    public boolean isOfStore() {
        return path.indexOf('/') >= 0;
    }

    /** Returns its name within its store, if it has one. */
    public String name() {
        return path.substring(path.indexOf('/') + 1);
    }

    /** Returns the name of its store; empty if it has none. */
    String store() {
        return isOfStore() ? path.substring(0, path.indexOf('/')) : "";
    }

    /** What messages call it. */
    String text() {
        if (this.equals(ALL_KEYED)) {
            return "State by key";
        }
        return (keyed ? "The state '" : "The operator state '") + path + "'";
    }
}
