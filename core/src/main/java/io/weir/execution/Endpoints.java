package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.connector.Boundedness;
import io.weir.connector.Sink;
import io.weir.connector.Source;
import io.weir.connector.file.CsvFileSink;
import io.weir.connector.file.TextFileSink;
import io.weir.connector.file.WriteMode;
import io.weir.connector.format.InputFormat;
import io.weir.connector.format.InputFormatSource;
import io.weir.connector.format.InputSplit;
import io.weir.connector.format.OutputFormat;
import io.weir.connector.format.OutputFormatSink;
import io.weir.connector.sequence.CollectionSource;
import io.weir.functions.ParallelSourceFunction;
import io.weir.functions.SinkFunction;
import io.weir.functions.SourceFunction;
import io.weir.plan.SerializableCheck;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SinkTransformation;
import io.weir.plan.SourceFunctionTransformation;
import io.weir.plan.SourceTransformation;
import io.weir.plan.Transformation;
import io.weir.time.WatermarkStrategy;
import io.weir.tuple.Tuple;
import io.weir.types.ObjectType;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.Collection;

/** Adds sources and sinks to programs. Both APIs build their plans with it. Stateless. */
public final class Endpoints {
    private Endpoints() {}

    /** Adds a source that may have many instances. */
    public static <T> Transformation<T> source(
            Program program, Source<T, ?, ?> source, String name, TypeInformation<T> type) {
        return source(program, source, WatermarkStrategy.noWatermarks(), name, type);
    }

    /** Adds a source that may have many instances, and how its records get their event time. */
    public static <T> Transformation<T> source(
            Program program,
            Source<T, ?, ?> source,
            WatermarkStrategy<T> strategy,
            String name,
            TypeInformation<T> type) {
        SerializableCheck.require(source, "fromSource()");
        SerializableCheck.require(strategy, "fromSource()");
        return new SourceTransformation<>(program.newOperation(name, type), source, strategy);
    }

    /** Adds a source that an input format reads. */
    public static <T, S extends InputSplit> Transformation<T> input(
            Program program, InputFormat<T, S> format, TypeInformation<T> type) {
        SerializableCheck.require(format, "createInput()");
        InputFormatSource<T, S> source = new InputFormatSource<>(format, new Configuration(program.configuration()));
        return source(program, source, "Input", type);
    }

    /** Adds a source of values that the program holds; it has one instance, which keeps their order. */
    public static <T> Transformation<T> collection(
            Program program, Collection<? extends T> values, TypeInformation<T> type) {
        Transformation<T> source = source(program, new CollectionSource<>(values, type), "Collection", type);
        source.settings().setParallelism(1);
        return source;
    }

    /**
     * Returns the type of values that the program holds.
     *
     * @param values the values
     * @param <T> their type
     * @return the type
     * @throws WeirException if there are none to tell it from
     */
    public static <T> TypeInformation<T> typeOf(Collection<? extends T> values) {
        if (values.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "No values have no type: give at least one, or the type as the second argument of"
                            + " fromCollection().");
        }
        return TypeExtractor.forCollection(values);
    }

    /**
     * Returns the type of values that the program names one by one.
     *
     * @param values the values, in an array that the compiler has made for the type that they have in the program
     * @param <T> their type
     * @return the type; that of the array where it tells that other values may come, as an interface does
     * @throws WeirException if there are none to tell it from
     */
    @SuppressWarnings("unchecked") // the component type is that of T
    public static <T> TypeInformation<T> typeOfEach(T[] values) {
        TypeInformation<T> seen = typeOf(Arrays.asList(values));
        Class<?> declared = values.getClass().getComponentType();
        if (declared == Object.class || declared == seen.getTypeClass()) {
            return seen;
        }
        TypeInformation<T> told = (TypeInformation<T>) TypeInformation.of(declared);
        return told.isUnknown() || told instanceof ObjectType ? told : seen;
    }

    /** Adds a source function, which never ends as far as one can know. */
    public static <T> Transformation<T> function(
            Program program, SourceFunction<T> function, String name, TypeInformation<T> type) {
        SerializableCheck.require(function, "addSource()");
        Transformation<T> source = new SourceFunctionTransformation<>(
                program.newOperation(name, type), function, Boundedness.CONTINUOUS_UNBOUNDED);
        if (!(function instanceof ParallelSourceFunction)) {
            source.settings().setParallelism(1);
        }
        return source;
    }

    /** Ends a program in a sink. */
    public static <T> Transformation<T> sink(Program program, Transformation<T> input, Sink<T> sink, String name) {
        SerializableCheck.require(sink, "sinkTo()");
        return end(program, new SinkTransformation<>(program.newOperation(name, typeOf(input)), input, sink));
    }

    /** Ends a program in a sink function. */
    public static <T> Transformation<T> sink(
            Program program, Transformation<T> input, SinkFunction<T> function, String name) {
        SerializableCheck.require(function, "addSink()");
        return end(
                program, new SinkFunctionTransformation<>(program.newOperation(name, typeOf(input)), input, function));
    }

    /** Ends a program in what an output format writes. */
    public static <T> Transformation<T> output(Program program, Transformation<T> input, OutputFormat<T> format) {
        SerializableCheck.require(format, "output()");
        return sink(
                program, input, new OutputFormatSink<>(format, new Configuration(program.configuration())), "Output");
    }

    /** Ends a program in text files with one line per record, as {@code toString()} writes it. */
    public static <T> Transformation<T> text(
            Program program, Transformation<T> input, String directory, WriteMode mode) {
        return sink(program, input, TextFileSink.<T>to(directory).withWriteMode(mode), "Text");
    }

    /** Ends a program in CSV files with one line per record and a comma, or another character, between its fields. */
    public static <T> Transformation<T> csv(
            Program program, Transformation<T> input, String directory, WriteMode mode, char delimiter) {
        requireFields(typeOf(input));
        CsvFileSink<T> sink = CsvFileSink.<T>to(directory).withWriteMode(mode).withDelimiter(delimiter);
        return sink(program, input, sink, "CSV");
    }

    private static void requireFields(TypeInformation<?> type) {
        Class<?> values = type.getTypeClass();
        boolean fields = values.isRecord()
                || Tuple.class.isAssignableFrom(values)
                || Iterable.class.isAssignableFrom(values)
                || Object[].class.isAssignableFrom(values);
        if (!fields && !type.isUnknown()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "writeAsCsv() writes the fields of tuples, Java records, arrays and lists; " + type
                            + " has none. Map it to one of these, or write text.");
        }
    }

    private static <T> Transformation<T> end(Program program, Transformation<T> sink) {
        program.addSink(sink);
        return program.add(sink);
    }

    private static <T> TypeInformation<T> typeOf(Transformation<T> operation) {
        return operation.settings().outputType();
    }
}
