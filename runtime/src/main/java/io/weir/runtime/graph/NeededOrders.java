package io.weir.runtime.graph;

import io.weir.functions.KeySelector;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.CoKeying;
import io.weir.plan.FieldKeys;
import io.weir.plan.GroupCombineTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.Keying;
import io.weir.plan.SortTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.batch.CoGroupOperator;
import io.weir.runtime.batch.GroupsInOrderOperator;
import io.weir.runtime.batch.InOrderOperator;
import io.weir.runtime.batch.PairsInOrder;
import io.weir.runtime.batch.SortMergeJoinOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.types.FieldsType;
import io.weir.types.TypeInformation;
import io.weir.types.order.FieldOrder;
import io.weir.types.order.Ordering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows in which order operators need their records, and what they do with records that come so. Stateless. */
final class NeededOrders {
    private NeededOrders() {}

    /** Returns what does the same with inputs in their orders without sorting them, if they are in the orders it needs. */
    static Optional<OperatorSpec<?, ?>> inOrder(StreamNode node, List<FieldOrder> first, List<FieldOrder> second) {
        Transformation<?> operation = node.operation();
        if (operation instanceof SortTransformation<?> sort) {
            return isSorted(first, sort.ordering()) ? Optional.of(new InOrderOperator.Spec<>()) : Optional.empty();
        }
        if (operation instanceof GroupReduceTransformation<?, ?, ?> reduce) {
            return isGrouped(first, reduce.keying(), reduce.within())
                    ? Optional.of(reducing(reduce))
                    : Optional.empty();
        }
        if (operation instanceof GroupCombineTransformation<?, ?, ?> combine) {
            return isGrouped(first, combine.keying(), combine.within())
                    ? Optional.of(combining(combine))
                    : Optional.empty();
        }
        if (node.spec() instanceof SortMergeJoinOperator.Spec<?, ?, ?, ?> join) {
            return Optional.of(join.withInputs(pairs(join.keying(), first, second)));
        }
        if (node.spec() instanceof CoGroupOperator.Spec<?, ?, ?, ?> coGroup
                && operation instanceof CoGroupTransformation<?, ?, ?, ?>) {
            return Optional.of(coGroup.withInputs(pairs(coGroup.keying(), first, second)));
        }
        return Optional.empty();
    }

    private static <K, T, O> OperatorSpec<T, O> reducing(GroupReduceTransformation<K, T, O> reduce) {
        return new GroupsInOrderOperator.Spec<>(
                reduce.keying(),
                reduce.function(),
                false,
                reduce.input().settings().outputType());
    }

    private static <K, T, O> OperatorSpec<T, O> combining(GroupCombineTransformation<K, T, O> combine) {
        return new GroupsInOrderOperator.Spec<>(
                combine.keying(),
                combine.function(),
                true,
                combine.input().settings().outputType());
    }

    private static PairsInOrder pairs(CoKeying<?, ?, ?> keying, List<FieldOrder> first, List<FieldOrder> second) {
        return new PairsInOrder(
                begins(first, ofKeys(keying.first(), keying.keyType())),
                begins(second, ofKeys(keying.second(), keying.keyType())));
    }

    /** Returns whether records in an order are in the one that is wanted as well. */
    static boolean isSorted(List<FieldOrder> order, Ordering<?> wanted) {
        return wanted.isByFields() && begins(order, wanted.fields());
    }

    private static boolean begins(List<FieldOrder> order, List<FieldOrder> wanted) {
        return !wanted.isEmpty()
                && order.size() >= wanted.size()
                && order.subList(0, wanted.size()).equals(wanted);
    }

    /** Returns whether records with equal keys follow each other, in the order that is wanted among them. */
    static boolean isGrouped(List<FieldOrder> order, Keying<?, ?> keying, Optional<? extends Ordering<?>> within) {
        int keys = keysOf(order, keying);
        if (keys == 0) {
            return false;
        }
        List<FieldOrder> rest = order.subList(keys, order.size());
        return within.isEmpty() || isSorted(rest, within.get());
    }

    /** Returns how many fields an order begins with that are, in any sequence, those of a key; 0 if these are not all. */
    static int keysOf(List<FieldOrder> order, Keying<?, ?> keying) {
        Set<String> fields = new HashSet<>(FieldKeys.names(keying.selector()).orElse(List.of()));
        if (fields.isEmpty() || order.size() < fields.size()) {
            return 0;
        }
        List<FieldOrder> beginning = order.subList(0, fields.size());
        boolean grouping = beginning.stream().allMatch(FieldOrder::groups)
                && beginning.stream()
                        .map(FieldOrder::field)
                        .collect(Collectors.toSet())
                        .equals(fields);
        return grouping ? fields.size() : 0;
    }

    /** Returns the order that brings equal keys together; none if the key is not made of fields. */
    static List<FieldOrder> ofKeys(KeySelector<?, ?> selector, TypeInformation<?> keyType) {
        List<String> names = FieldKeys.names(selector).orElse(List.of());
        List<FieldOrder> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            order.add(FieldOrder.grouping(
                    names.get(i), ((FieldsType<?>) keyType).fieldTypes().get(i)));
        }
        return order;
    }
}
