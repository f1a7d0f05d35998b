package io.weir.types;

import io.weir.serialization.CollectionSerializer;
import io.weir.serialization.MapSerializer;
import io.weir.serialization.OptionalSerializer;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * The collections with a serializer of their own. Sorted ones are left to Kryo, which keeps their comparator; so are
 * bounded ones and {@code Collection} itself, which may be anything.
 */
final class Containers {
    private static final Map<Class<?>, IntFunction<? extends Collection<Object>>> COLLECTIONS = Map.of(
            List.class, ArrayList::new,
            ArrayList.class, ArrayList::new,
            LinkedList.class, size -> new LinkedList<>(),
            Vector.class, Vector::new,
            Set.class, size -> new LinkedHashSet<>(capacity(size)),
            HashSet.class, size -> new HashSet<>(capacity(size)),
            LinkedHashSet.class, size -> new LinkedHashSet<>(capacity(size)),
            Deque.class, ArrayDeque::new,
            ArrayDeque.class, ArrayDeque::new);

    private static final Map<Class<?>, IntFunction<? extends Map<Object, Object>>> MAPS = Map.of(
            Map.class, size -> new LinkedHashMap<>(capacity(size)),
            HashMap.class, size -> new HashMap<>(capacity(size)),
            LinkedHashMap.class, size -> new LinkedHashMap<>(capacity(size)),
            ConcurrentHashMap.class, ConcurrentHashMap::new);

    private Containers() {}

    /** Returns how many types of what it holds a container has, or 0 if the class is not one of them. */
    static int argumentCount(Class<?> type) {
        if (COLLECTIONS.containsKey(type) || type == Optional.class) {
            return 1;
        }
        return MAPS.containsKey(type) ? 2 : 0;
    }

    /** Returns whether a container of keys is a key. Deques compare by identity. */
    static boolean hasStableHash(Class<?> type) {
        return type.isInterface() ? type != Deque.class : KeyChecks.hasStableHash(type);
    }

    static TypeSerializer<?> serializer(Class<?> type, List<TypeSerializer<Object>> parts) {
        if (type == Optional.class) {
            return new OptionalSerializer<>(parts.get(0));
        }
        IntFunction<? extends Map<Object, Object>> maps = MAPS.get(type);
        return maps != null
                ? new MapSerializer<>(type, maps, parts.get(0), parts.get(1))
                : new CollectionSerializer<>(type, COLLECTIONS.get(type), parts.get(0));
    }

    private static int capacity(int size) {
        return size + size / 3 + 1;
    }
}
