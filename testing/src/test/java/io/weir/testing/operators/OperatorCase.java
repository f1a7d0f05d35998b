package io.weir.testing.operators;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.operators.OperatorSpec;

/**
 * An operator of the house as a program writes it, whose input is {@link Event}s.
 *
 * @param name what it is
 * @param spec how it is made
 * @param second what becomes of records of the second input
 * @param single whether there can only be one instance
 */
record OperatorCase(String name, OperatorSpec<Event, Object> spec, Second second, boolean single) {
    /** What becomes of every other record. */
    enum Second {
        /** It is one of the only input. */
        NONE,
        /** It is one of the second input. */
        KEYED,
        /** It is one of the second input, and every instance gets it. */
        BROADCAST
    }

    /** What a program makes of a stream of events. */
    interface Program {
        DataStream<?> apply(DataStream<Event> events);
    }

    static OperatorCase one(String name, Program program) {
        return of(name, program, Second.NONE, false);
    }

    static OperatorCase single(String name, Program program) {
        return of(name, program, Second.NONE, true);
    }

    static OperatorCase two(String name, Program program) {
        return of(name, program, Second.KEYED, false);
    }

    static OperatorCase broadcast(String name, Program program) {
        return of(name, program, Second.BROADCAST, false);
    }

    @SuppressWarnings("unchecked") // the operator's output is only printed
    private static OperatorCase of(String name, Program program, Second second, boolean single) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        DataStream<Event> events = env.fromData(new Event("", 0, 0));
        DataStream<Object> results = (DataStream<Object>) program.apply(events);
        return new OperatorCase(name, OperatorTestHarnesses.operatorOf(results), second, single);
    }

    /** Returns the operator with functions of its own, as an instance in its task has it. */
    @SuppressWarnings("unchecked") // a copy is of the same type
    OperatorSpec<Event, Object> copy() {
        return ObjectCodec.deserialize(
                ObjectCodec.serialize(spec), OperatorCase.class.getClassLoader(), OperatorSpec.class);
    }

    @Override
    public String toString() {
        return name;
    }
}
