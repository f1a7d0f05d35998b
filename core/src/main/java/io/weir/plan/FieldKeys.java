package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.tuple.Tuple;
import io.weir.types.FieldsType;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes keys of fields that the program names by position or by name: the key of a record is a tuple of them. Both APIs
 * use it. Stateless.
 */
public final class FieldKeys {
    private static final String NESTING = "\\.";

    private FieldKeys() {}

    /**
     * Returns the keying by fields of tuples.
     *
     * @param type the type of the records
     * @param positions the positions of the fields, from 0
     * @param <T> the type of the records
     * @return the keying
     * @throws WeirException if the type is no tuple or has no such field
     */
    public static <T> Keying<T, Tuple> at(TypeInformation<T> type, int... positions) {
        boolean tuple = Tuple.class.isAssignableFrom(type.getTypeClass());
        if (!tuple && !type.isUnknown()) {
            throw invalid("Only the fields of tuples have positions, and " + type
                    + " is none: name the fields, or use a KeySelector.");
        }
        List<FieldPath> paths = new ArrayList<>();
        List<TypeInformation<?>> types = new ArrayList<>();
        for (int position : positions) {
            if (position < 0 || tuple && position >= type.getArity()) {
                throw invalid(
                        type + " has no field " + position + ": its fields are 0 to " + (type.getArity() - 1) + ".");
            }
            paths.add(FieldPath.at(position));
            types.add(type instanceof FieldsType<?> fields ? fields.fieldType(position) : Types.GENERIC(Object.class));
        }
        return keying(paths, types);
    }

    /**
     * Returns the keying by named fields of tuples, records or POJOs.
     *
     * @param type the type of the records
     * @param names the names of the fields, with dots between those of nested ones; those of tuples are f0, f1 and so on
     * @param <T> the type of the records
     * @return the keying
     * @throws WeirException if the type has no such field
     */
    public static <T> Keying<T, Tuple> named(TypeInformation<T> type, String... names) {
        List<FieldPath> paths = new ArrayList<>();
        List<TypeInformation<?>> types = new ArrayList<>();
        for (String name : names) {
            FieldPath path = FieldPath.START;
            TypeInformation<?> at = type;
            for (String step : name.split(NESTING, -1)) {
                if (!(at instanceof FieldsType<?> fields)) {
                    throw invalid("There is no field '" + step + "' in " + at + ": '" + name
                            + "' names a field of a tuple, record or POJO whose type is known.");
                }
                int position = fields.fieldPosition(step);
                path = path.then(fields.getTypeClass(), step, position);
                at = fields.fieldType(position);
            }
            paths.add(path);
            types.add(at);
        }
        return keying(paths, types);
    }

    private static <T> Keying<T, Tuple> keying(List<FieldPath> paths, List<TypeInformation<?>> types) {
        if (paths.isEmpty() || paths.size() > Tuple.MAX_ARITY) {
            throw invalid("A key has 1 to " + Tuple.MAX_ARITY + " fields, not " + paths.size() + ".");
        }
        TypeInformation<Tuple> keyType = Types.TUPLE(types.toArray(TypeInformation<?>[]::new));
        return new Keying<>(new Selector<>(List.copyOf(paths)), keyType);
    }

    private static WeirException invalid(String message) {
        return new WeirException(ErrorCode.INVALID_PROGRAM, message);
    }

    /** Makes the key of a record. */
    private record Selector<T>(List<FieldPath> paths) implements KeySelector<T, Tuple> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple getKey(T value) {
            int arity = paths.size();
            Tuple key = Tuple.newInstance(arity);
            for (int i = 0; i < arity; i++) {
                key.setField(paths.get(i).read(value), i);
            }
            return key;
        }
    }
}
