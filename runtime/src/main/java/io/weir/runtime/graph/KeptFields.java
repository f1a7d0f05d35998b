package io.weir.runtime.graph;

import io.weir.functions.Function;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.ForwardedFields;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.MapPartitionTransformation;
import io.weir.plan.MapTransformation;
import io.weir.plan.SortTransformation;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fields of an input an operator passes on unchanged: their names behind it, by their names before it. Immutable; any
 * thread.
 */
final class KeptFields {
    private final boolean all;
    private final Map<String, List<String>> names;

    private KeptFields(boolean all, Map<String, List<String>> names) {
        this.all = all;
        this.names = names;
    }

    /**
     * Returns what is known of an operator.
     *
     * @param node the operator
     * @param input the input, from 0
     * @param type the type of the records of the input
     * @throws WeirException if the program names fields that do not exist or differ in type
     */
    static KeptFields of(StreamNode node, int input, TypeInformation<?> type) {
        boolean all = node.operation() instanceof FilterTransformation<?>
                || node.operation() instanceof SortTransformation<?>;
        Map<String, List<String>> names = new HashMap<>();
        List<ForwardedFields> said = new ArrayList<>(node.settings().forwarded());
        functionOf(node.operation()).map(ForwardedFields::of).ifPresent(said::addAll);
        for (ForwardedFields forwarded : said) {
            if (forwarded.input() != input) {
                continue;
            }
            for (String expression : String.join(";", forwarded.expressions()).split(";")) {
                String text = expression.strip();
                if (text.equals(ForwardedFields.ALL)) {
                    all |= requireEqual(node, text, type, node.settings().outputType());
                } else if (!text.isEmpty()) {
                    add(names, node, text, type, forwarded.said());
                }
            }
        }
        return new KeptFields(all, names);
    }

    private static Optional<Function> functionOf(Transformation<?> operation) {
        Function function = null;
        if (operation instanceof MapTransformation<?, ?> map) {
            function = map.function();
        } else if (operation instanceof FlatMapTransformation<?, ?> flatMap) {
            function = flatMap.function();
        } else if (operation instanceof MapPartitionTransformation<?, ?> mapPartition) {
            function = mapPartition.function();
        } else if (operation instanceof KeyedReduceTransformation<?, ?> reduce) {
            function = reduce.function();
        } else if (operation instanceof GroupReduceTransformation<?, ?, ?> reduce) {
            function = reduce.function();
        } else if (operation instanceof JoinTransformation<?, ?, ?, ?> join) {
            function = join.function();
        } else if (operation instanceof CoGroupTransformation<?, ?, ?, ?> coGroup) {
            function = coGroup.function();
        }
        return Optional.ofNullable(function);
    }

    private static void add(
            Map<String, List<String>> names, StreamNode node, String text, TypeInformation<?> type, boolean said) {
        int arrow = text.indexOf("->");
        String before = arrow < 0 ? text : text.substring(0, arrow).strip();
        String behind = arrow < 0 ? text : text.substring(arrow + 2).strip();
        FieldAccessor<?, ?> from;
        FieldAccessor<?, ?> to;
        try {
            from = FieldAccessor.of(type, before);
            to = FieldAccessor.of(node.settings().outputType(), behind);
        } catch (WeirException e) {
            if (!said) {
                return;
            }
            throw wrong(node, text, e.getMessage());
        }
        if (said) {
            requireEqual(node, text, from.fieldType(), to.fieldType());
        } else if (!from.fieldType().equals(to.fieldType())) {
            return; // the program has given the results another type
        }
        names.computeIfAbsent(from.fieldName(), none -> new ArrayList<>()).add(to.fieldName());
    }

    private static boolean requireEqual(StreamNode node, String text, TypeInformation<?> from, TypeInformation<?> to) {
        if (!from.equals(to)) {
            throw wrong(node, text, "the type before is " + from + ", the type behind " + to);
        }
        return true;
    }

    private static WeirException wrong(StreamNode node, String text, String why) {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The operator '" + node.name() + "' cannot forward the fields \"" + text + "\": " + why + ".");
    }

    /** Returns the names behind the operator of fields before it, if all of them are passed on. */
    Optional<List<String>> behind(List<String> fields) {
        if (all) {
            return Optional.of(fields);
        }
        List<String> behind = new ArrayList<>();
        for (String field : fields) {
            List<String> found = names.get(field);
            if (found == null) {
                return Optional.empty();
            }
            behind.add(found.get(0));
        }
        return Optional.of(behind);
    }
}
