package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema.Graph;
import io.weir.schema.TypeSchema.GraphField;
import io.weir.util.WeirException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Describes the classes that Kryo writes. Kryo reads objects as their class is now, so that nothing but the order of an
 * enum's constants may change while state holds objects of it. Stateless.
 */
final class GraphClasses {
    private static final String FIELDS = "fields";
    private static final String ENUM = "enum";

    /** A serializer of Kryo's or of the program's that knows the class. */
    private static final String OTHER = "other";

    private GraphClasses() {}

    /** Returns how Kryo writes objects of a class. */
    static Graph describe(Class<?> type, Kryo kryo) {
        if (type.isEnum()) {
            List<GraphField> constants = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                constants.add(new GraphField(((Enum<?>) constant).name(), ""));
            }
            return new Graph(type.getName(), ENUM, constants);
        }
        List<GraphField> fields = new ArrayList<>();
        boolean byField = addFields(type, "", kryo, new ArrayDeque<>(), fields);
        return new Graph(type.getName(), byField ? FIELDS : OTHER, fields);
    }

    /** Adds the fields of a class; of those whose class is not named, because it is final, also their fields. */
    private static boolean addFields(
            Class<?> type, String prefix, Kryo kryo, Deque<Class<?>> within, List<GraphField> fields) {
        if (type.isPrimitive() || type.isArray() || type.isEnum() || within.contains(type)) {
            return false;
        }
        within.push(type);
        boolean byField = true;
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                addField(component.getType(), prefix + component.getName(), kryo, within, fields);
            }
        } else if (kryo.getDefaultSerializer(type) instanceof Serializer<?> serializer
                && serializer instanceof FieldSerializer<?> known) {
            for (FieldSerializer.CachedField field : known.getFields()) {
                addField(field.getField().getType(), prefix + field.getName(), kryo, within, fields);
            }
        } else {
            byField = false;
        }
        within.pop();
        return byField;
    }

    private static void addField(
            Class<?> type, String name, Kryo kryo, Deque<Class<?>> within, List<GraphField> fields) {
        fields.add(new GraphField(name, type.getName()));
        if (Modifier.isFinal(type.getModifiers())) {
            addFields(type, name + ".", kryo, within, fields);
        }
    }

    static Class<?> load(String name, ClassLoader classLoader) {
        try {
            return ClassDictionary.load(name, classLoader);
        } catch (WeirException e) {
            throw SchemaPath.of("class " + name)
                    .mismatch("it is not there any more, but state holds objects of it", "keep the class");
        }
    }

    /** Checks that objects can be read as their class is now. */
    static void check(Graph written, Graph current, SchemaPath path) {
        if (!written.serializer().equals(current.serializer())
                || !written.className().equals(current.className())) {
            throw path.changed(written, current);
        }
        if (written.serializer().equals(ENUM)) {
            written.fields().stream()
                    .filter(constant -> !current.fields().contains(constant))
                    .findFirst()
                    .ifPresent(gone -> {
                        throw path.mismatch(
                                "the enum has lost " + gone.name(), "keep the constants that state may hold");
                    });
            return;
        }
        written.fields().stream()
                .filter(field -> !current.fields().contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw changed(written, "the field '" + field.name() + "' of " + field.className(), "had", path);
                });
        current.fields().stream()
                .filter(field -> !written.fields().contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw changed(
                            written, "the field '" + field.name() + "' of " + field.className(), "did not have", path);
                });
    }

    private static RuntimeException changed(Graph written, String field, String verb, SchemaPath path) {
        return path.mismatch(
                written.className() + " " + verb + " " + field
                        + " when Kryo wrote it, and Kryo cannot read objects of a" + " class that has changed",
                "keep the class as it was; records, and classes with a constructor without parameters whose fields are"
                        + " public or have getters and setters, may change");
    }
}
