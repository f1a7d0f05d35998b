package io.weir.datastream;

import io.weir.connector.Sink;
import io.weir.functions.SinkFunction;
import io.weir.plan.OperatorSettings;
import io.weir.plan.SerializableCheck;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SinkTransformation;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;

/** Ends streams, for {@link DataStream}. Stateless. */
final class Sinks {
    private Sinks() {}

    static <T> DataStreamSink<T> print(DataStream<T> input, String identifier, boolean standardError) {
        String name = standardError ? "Print to Std. Err" : "Print to Std. Out";
        return function(input, new PrintSinkFunction<>(identifier, standardError), name);
    }

    static <T> DataStreamSink<T> addSink(DataStream<T> input, SinkFunction<T> function) {
        return function(input, SerializableCheck.require(function, "addSink()"), "Unnamed");
    }

    static <T> DataStreamSink<T> sinkTo(DataStream<T> input, Sink<T> sink) {
        SerializableCheck.require(sink, "sinkTo()");
        OperatorSettings<T> settings = settings(input, "Writer");
        return end(input, new SinkTransformation<>(settings, input.getTransformation(), sink));
    }

    private static <T> DataStreamSink<T> function(DataStream<T> input, SinkFunction<T> function, String name) {
        OperatorSettings<T> settings = settings(input, name);
        return end(input, new SinkFunctionTransformation<>(settings, input.getTransformation(), function));
    }

    private static <T> OperatorSettings<T> settings(DataStream<T> input, String name) {
        TypeInformation<T> type = input.getType();
        return Operations.newOperation(input, name, type);
    }

    private static <T> DataStreamSink<T> end(DataStream<T> input, Transformation<T> sink) {
        input.getExecutionEnvironment().program().addSink(sink);
        return new DataStreamSink<>(sink);
    }
}
