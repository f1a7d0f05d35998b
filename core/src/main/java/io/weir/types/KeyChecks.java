package io.weir.types;

import io.weir.serialization.FieldAccess;
import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses keys whose hash differs from process to process: they would be sent to the wrong place and never be found
 * again.
 */
public final class KeyChecks {
    private static final ClassValue<Boolean> STABLE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isStable(type);
        }
    };

    private static final ClassValue<Boolean> STABLE_WITH_FIELDS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasStableHash(type) && TypeInformation.of(type).isKeyType();
        }
    };

    /** The fields of records and POJOs that can hold what has no stable hash although their class can be a key. */
    private static final ClassValue<List<FieldAccess>> UNKNOWN_FIELDS = new ClassValue<>() {
        @Override
        protected List<FieldAccess> computeValue(Class<?> type) {
            return unknownFields(type);
        }
    };

    private KeyChecks() {}

    /**
     * Refuses a type of keys without a stable hash, when the plan is built.
     *
     * @param type the type of the keys
     * @param what what the keys are for, for instance {@code keyBy}
     * @throws WeirException if the hash is not stable
     */
    public static void requireStableHash(TypeInformation<?> type, String what) {
        if (!type.isKeyType()) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, what + ": " + complaint(type));
        }
    }

    /**
     * Returns whether keys of a type must be looked at when they come, because a part of them is unknown.
     *
     * @param type the type of the keys
     * @return whether {@link #requireStableHash(Object)} can fail for a type that was accepted
     */
    public static boolean needRunTimeCheck(TypeInformation<?> type) {
        if (type instanceof FieldsType<?> fields) {
            return fields.fieldTypes().stream().anyMatch(KeyChecks::needRunTimeCheck);
        }
        if (type instanceof ContainerType<?> container) {
            return container.arguments().stream().anyMatch(KeyChecks::needRunTimeCheck);
        }
        return type.isUnknown();
    }

    /**
     * Refuses a key without a stable hash, at run time, where the type was unknown before. It is meant to be called for
     * each new key.
     *
     * @param key the key, or null
     * @throws WeirException if the hash of the key, or of a part of it, is not stable
     */
    public static void requireStableHash(Object key) {
        if (key == null) {
            return;
        }
        Class<?> type = key.getClass();
        if (!STABLE_WITH_FIELDS.get(type)) {
            String complaint = hasStableHash(type) ? complaint(TypeInformation.of(type)) : complaint(type);
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "A key: " + complaint);
        }
        if (key instanceof Tuple tuple) {
            for (int i = 0; i < tuple.getArity(); i++) {
                requireStableHash(tuple.<Object>getField(i));
            }
        } else if (key instanceof Collection<?> collection) {
            collection.forEach(KeyChecks::requireStableHash);
        } else if (key instanceof Optional<?> optional) {
            optional.ifPresent(KeyChecks::requireStableHash);
        } else if (key instanceof Map<?, ?> map) {
            map.keySet().forEach(KeyChecks::requireStableHash);
            map.values().forEach(KeyChecks::requireStableHash);
        } else {
            for (FieldAccess field : UNKNOWN_FIELDS.get(type)) {
                requireStableHash(field.get(key));
            }
        }
    }

    private static List<FieldAccess> unknownFields(Class<?> type) {
        List<FieldAccess> unknown = new ArrayList<>();
        if (TypeInformation.of(type) instanceof ObjectType<?> object) {
            for (int i = 0; i < object.getArity(); i++) {
                if (needRunTimeCheck(object.fieldType(i))) {
                    unknown.add(FieldAccess.of(type, i));
                }
            }
        }
        return List.copyOf(unknown);
    }

    /** Returns whether equal objects of a class have equal hashes in every process, as far as the class alone tells. */
    static boolean hasStableHash(Class<?> type) {
        return STABLE.get(type);
    }

    private static boolean isStable(Class<?> type) {
        if (type.isArray() || Enum.class.isAssignableFrom(type) || type == Void.class) {
            return false;
        }
        try {
            return type.isInterface() || type.getMethod("hashCode").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every class has hashCode(): " + type, e);
        }
    }

    private static String complaint(TypeInformation<?> type) {
        if (type instanceof FieldsType<?> withFields && hasStableHash(type.getTypeClass())) {
            for (int i = 0; i < withFields.getArity(); i++) {
                TypeInformation<?> field = withFields.fieldType(i);
                if (!field.isKeyType()) {
                    return "field " + withFields.fieldNames().get(i) + " of " + type + ": " + complaint(field);
                }
            }
        }
        if (type instanceof ContainerType<?> container && Containers.hasStableHash(type.getTypeClass())) {
            for (TypeInformation<?> argument : container.arguments()) {
                if (!argument.isKeyType()) {
                    return "elements of " + type + ": " + complaint(argument);
                }
            }
        }
        return complaint(type.getTypeClass());
    }

    private static String complaint(Class<?> type) {
        if (type.isArray()) {
            return "the array " + type.getSimpleName() + " hashes by identity; take a List of its elements as the key";
        }
        if (Enum.class.isAssignableFrom(type)) {
            return "the hash of enum " + type.getSimpleName()
                    + " differs from process to process; take its name() as the key";
        }
        return type.getSimpleName()
                + " has no hashCode() of its own; make it a record, or override equals and hashCode";
    }
}
