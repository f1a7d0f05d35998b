package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Container;

/** Compares collections, maps and optionals as they were with what they are now. Stateless. */
final class Holders {
    private Holders() {}

    /**
     * Returns what one of the parts of a container was written as. Which list a list was does not matter, nor with sets and
     * maps.
     *
     * @param written what was written
     * @param current the container as it is now
     * @param part the number of the part
     * @param path where it stands
     */
    static TypeSchema part(TypeSchema written, TypeSchema current, int part, SchemaPath path) {
        Container now = (Container) current;
        if (!(written instanceof Container then)
                || then.holder() != now.holder()
                || then.parts().size() != now.parts().size()) {
            throw path.changed(written, current);
        }
        if (part == 0 && !then.className().equals(now.className())) {
            path.note(TypeSchema.simpleName(then.className()) + " became " + TypeSchema.simpleName(now.className()));
        }
        return then.parts().get(part);
    }
}
