package io.weir.runtime.state;

import io.weir.schema.TypeSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keyed state that an operator instance starts from: for each column the bytes of each key group. Immutable.
 *
 * @param keyType the type of the keys, in words
 * @param keySchema how keys were written; null in images of format 1
 * @param maxParallelism how many key groups there are
 * @param columns the bytes by column and key group
 * @param files what a backend keeps in files of its own, by the instance that wrote them
 */
record KeyedImage(
        String keyType,
        TypeSchema keySchema,
        int maxParallelism,
        Map<WrittenColumn, Map<Integer, byte[]>> columns,
        List<BackendFiles> files) {
    /** Returns the part of it that belongs to some key groups. */
    KeyedImage of(KeyGroupRange groups) {
        Map<WrittenColumn, Map<Integer, byte[]>> own = new LinkedHashMap<>();
        columns.forEach((column, sections) -> {
            Map<Integer, byte[]> kept = new LinkedHashMap<>();
            sections.forEach((group, bytes) -> {
                if (groups.contains(group)) {
                    kept.put(group, bytes);
                }
            });
            own.put(column, kept);
        });
        List<BackendFiles> ownFiles =
                files.stream().filter(each -> each.groupsOf(groups) > 0).toList();
        return new KeyedImage(keyType, keySchema, maxParallelism, own, ownFiles);
    }

    /** Returns both together, which have no key group in common. */
    KeyedImage with(KeyedImage other) {
        Map<WrittenColumn, Map<Integer, byte[]>> all = new LinkedHashMap<>();
        columns.forEach((column, sections) -> all.put(column, new LinkedHashMap<>(sections)));
        other.columns.forEach((column, sections) ->
                all.computeIfAbsent(column, none -> new LinkedHashMap<>()).putAll(sections));
        List<BackendFiles> allFiles = new ArrayList<>(files);
        allFiles.addAll(other.files);
        return new KeyedImage(keyType, keySchema, maxParallelism, all, allFiles);
    }

    /** Returns it without files. */
    KeyedImage withoutFiles() {
        return new KeyedImage(keyType, keySchema, maxParallelism, columns, List.of());
    }

    /** Returns it with files. */
    KeyedImage with(BackendFiles own) {
        return new KeyedImage(keyType, keySchema, maxParallelism, columns, List.of(own));
    }
}
