package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A collection, map or optional, with the types of what it holds. What is read is of a class that the declared type
 * names: {@code ArrayList} for {@code List}, {@code LinkedHashSet} for {@code Set}, {@code LinkedHashMap} for
 * {@code Map}, whatever was written.
 *
 * @param <C> the container
 */
public final class ContainerType<C> extends EngineType<C> {
    private static final long serialVersionUID = 1L;

    private final Class<C> type;
    private final List<TypeInformation<?>> arguments;

    /**
     * Creates a type.
     *
     * @param type the class or interface, one that {@link Containers} knows
     * @param arguments the types of what it holds: one, or two for maps
     */
    ContainerType(Class<C> type, List<TypeInformation<?>> arguments) {
        this.type = type;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public Class<C> getTypeClass() {
        return type;
    }

    /** Returns the types of what it holds: that of the elements, or those of keys and values. */
    public List<TypeInformation<?>> arguments() {
        return arguments;
    }

    @Override
    public boolean isKeyType() {
        return Containers.hasStableHash(type) && arguments.stream().allMatch(TypeInformation::isKeyType);
    }

    @Override
    @SuppressWarnings("unchecked") // Containers makes a serializer of the class it is asked for
    public TypeSerializer<C> createSerializer(SerializerContext context) {
        List<TypeSerializer<Object>> parts = arguments.stream()
                .map(argument -> (TypeSerializer<Object>) argument.createSerializer(context))
                .toList();
        return (TypeSerializer<C>) Containers.serializer(type, parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContainerType<?> that && type == that.type && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + arguments.hashCode();
    }

    @Override
    public String toString() {
        return type.getSimpleName()
                + arguments.stream().map(TypeInformation::toString).collect(Collectors.joining(", ", "<", ">"));
    }
}
