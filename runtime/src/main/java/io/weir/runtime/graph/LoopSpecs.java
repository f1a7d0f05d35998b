package io.weir.runtime.graph;

import io.weir.functions.CoGroupFunction;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.KeySelector;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTailTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.JoinType;
import io.weir.plan.Keying;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.SolutionSetTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.batch.SolutionCoGroupOperator;
import io.weir.runtime.batch.SolutionJoinOperator;
import io.weir.runtime.batch.SolutionKeys;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.iteration.BulkHeadOperator;
import io.weir.runtime.iteration.DeltaHeadOperator;
import io.weir.runtime.iteration.SolutionFirst;
import io.weir.runtime.iteration.TailOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Knows which operator runs an operation that is special to iterations. Stateless. */
final class LoopSpecs {
    private LoopSpecs() {}

    /** Returns the operator of an operation; nothing if it is not special to iterations. */
    static Optional<OperatorSpec<?, ?>> of(Transformation<?> operation) {
        if (operation instanceof IterationHeadTransformation<?, ?> head) {
            return Optional.of(head(head));
        }
        if (operation instanceof IterationTailTransformation<?> tail) {
            return Optional.of(tail(tail));
        }
        Optional<SolutionSetTransformation<?>> solution = solutionOf(operation);
        if (solution.isEmpty()) {
            return Optional.empty();
        }
        if (operation instanceof JoinTransformation<?, ?, ?, ?> join) {
            return Optional.of(join(join, solution.get()));
        }
        if (operation instanceof CoGroupTransformation<?, ?, ?, ?> coGroup) {
            return Optional.of(coGroup(coGroup, solution.get()));
        }
        throw refused(operation, "the solution set of an iteration can be joined and co-grouped, and nothing else");
    }

    /** Returns the iteration with whose head an operation shares memory, if there is one. */
    static Optional<Integer> placedWithHead(Transformation<?> operation) {
        return operation instanceof IterationTailTransformation<?> tail
                ? Optional.of(tail.iteration().id())
                : solutionOf(operation)
                        .map(solution -> solution.head().iteration().id());
    }

    /** Returns the solution set that an operation looks into, if it does. */
    static Optional<SolutionSetTransformation<?>> solutionOf(Transformation<?> operation) {
        if (operation instanceof PartitionTransformation<?>) {
            return Optional.empty();
        }
        for (Transformation<?> input : operation.inputs()) {
            Optional<SolutionSetTransformation<?>> solution = behind(input);
            if (solution.isPresent()) {
                return solution;
            }
        }
        return Optional.empty();
    }

    private static Optional<SolutionSetTransformation<?>> behind(Transformation<?> input) {
        Transformation<?> origin = input;
        while (origin instanceof PartitionTransformation<?> partition) {
            origin = partition.input();
        }
        return origin instanceof SolutionSetTransformation<?> solution ? Optional.of(solution) : Optional.empty();
    }

    @SuppressWarnings("unchecked") // the plan gives the iteration the key of its solution set
    private static <T, S> OperatorSpec<T, T> head(IterationHeadTransformation<T, S> head) {
        if (head.solutionSet().isEmpty()) {
            return new BulkHeadOperator.Spec<>(head.settings().outputType(), 1);
        }
        return new DeltaHeadOperator.Spec<>(
                head.settings().outputType(),
                new SolutionKeys<>(
                        (Keying<S, Object>) head.iteration().solutionKey().orElseThrow(),
                        head.solutionSet().get().settings().outputType()),
                head.iteration().keepsSolutionOnHeap(),
                1);
    }

    private static <T> OperatorSpec<T, T> tail(IterationTailTransformation<T> tail) {
        return new TailOperator.Spec<>(tail.role(), tail.input().settings().outputType(), 1);
    }

    private static <K, A, B, O> OperatorSpec<?, ?> join(
            JoinTransformation<K, A, B, O> join, SolutionSetTransformation<?> solution) {
        boolean first = behind(join.first()).isPresent();
        check(
                join,
                List.of(join.first(), join.second()),
                first ? join.keying().first() : join.keying().second(),
                solution);
        JoinType type = join.type();
        if (first ? type.keepsFirst() : type.keepsSecond()) {
            throw refused(join, "an outer join with the solution set can only keep records of the other input");
        }
        FlatJoinFunction<A, B, O> function = join.function();
        return first
                ? new SolutionJoinOperator.Spec<K, B, A, O>(
                        new Keying<>(join.keying().second(), join.keying().keyType()),
                        new SolutionFirst.Join<>(function),
                        new SolutionKeys<>(
                                new Keying<>(
                                        join.keying().first(), join.keying().keyType()),
                                join.first().settings().outputType()),
                        type.keepsSecond())
                : new SolutionJoinOperator.Spec<>(
                        new Keying<>(join.keying().first(), join.keying().keyType()),
                        function,
                        new SolutionKeys<>(
                                new Keying<>(
                                        join.keying().second(), join.keying().keyType()),
                                join.second().settings().outputType()),
                        type.keepsFirst());
    }

    private static <K, A, B, O> OperatorSpec<?, ?> coGroup(
            CoGroupTransformation<K, A, B, O> coGroup, SolutionSetTransformation<?> solution) {
        boolean first = behind(coGroup.first()).isPresent();
        check(
                coGroup,
                List.of(coGroup.first(), coGroup.second()),
                first ? coGroup.keying().first() : coGroup.keying().second(),
                solution);
        CoGroupFunction<A, B, O> function = coGroup.function();
        return first
                ? new SolutionCoGroupOperator.Spec<K, B, A, O>(
                        new Keying<>(coGroup.keying().second(), coGroup.keying().keyType()),
                        new SolutionFirst.CoGroup<>(function),
                        coGroup.second().settings().outputType(),
                        new SolutionKeys<>(
                                new Keying<>(
                                        coGroup.keying().first(),
                                        coGroup.keying().keyType()),
                                coGroup.first().settings().outputType()),
                        1)
                : new SolutionCoGroupOperator.Spec<>(
                        new Keying<>(coGroup.keying().first(), coGroup.keying().keyType()),
                        function,
                        coGroup.first().settings().outputType(),
                        new SolutionKeys<>(
                                new Keying<>(
                                        coGroup.keying().second(),
                                        coGroup.keying().keyType()),
                                coGroup.second().settings().outputType()),
                        1);
    }

    private static void check(
            Transformation<?> operation,
            List<Transformation<?>> inputs,
            KeySelector<?, ?> key,
            SolutionSetTransformation<?> solution) {
        if (inputs.stream().allMatch(input -> behind(input).isPresent())) {
            throw refused(operation, "a solution set cannot be matched with itself");
        }
        KeySelector<?, ?> expected =
                solution.head().iteration().solutionKey().orElseThrow().selector();
        if (!Arrays.equals(ObjectCodec.serialize(key), ObjectCodec.serialize(expected))) {
            throw refused(
                    operation,
                    "the solution set has to be matched by the fields that iterateDelta() was given, in the same order");
        }
    }

    private static WeirException refused(Transformation<?> operation, String why) {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM, "'" + operation.settings().name() + "': " + why + ".");
    }
}
