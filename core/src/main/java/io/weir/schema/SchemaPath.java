package io.weir.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Where two descriptions of one type are being compared, and what was found to differ without harm. One thread owns all
 * paths that begin at one root.
 */
public final class SchemaPath {
    private final String place;
    private final List<String> changes;

    private SchemaPath(String place, List<String> changes) {
        this.place = place;
        this.changes = changes;
    }

    /**
     * Begins a comparison.
     *
     * @param place what is compared, as messages name it: {@code value}, {@code key}
     * @return its path
     */
    public static SchemaPath of(String place) {
        return new SchemaPath(place, new ArrayList<>());
    }

    /** Returns the path of a field, or of what a container holds. */
    public SchemaPath at(String name) {
        return new SchemaPath(place + "." + name, changes);
    }

    /** Notes a difference that reading takes care of. */
    public void note(String change) {
        changes.add(place + ": " + change);
    }

    /** Returns all that was noted, with its place. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    /**
     * Makes the failure of two types that nothing can be read as both of.
     *
     * @param problem what changed
     * @param mend what to do about it
     * @return the failure
     */
    public SchemaMismatch mismatch(String problem, String mend) {
        return new SchemaMismatch(place, problem, mend);
    }

    /** Makes the failure of a type that became another one. */
    public SchemaMismatch changed(TypeSchema written, TypeSchema current) {
        String then = written.text();
        String now = current.text();
        if (then.equals(now)) { // the names alone do not tell
            then = written.toString();
            now = current.toString();
        }
        return mismatch(
                "it was written as " + then + " and is now " + now, "keep its type, or give the new one another name");
    }
}
