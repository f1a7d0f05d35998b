package io.weir.dataset;

import io.weir.connector.file.TextFileSource;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.tuple.Tuple4;
import io.weir.tuple.Tuple5;
import io.weir.tuple.Tuple6;
import io.weir.tuple.Tuple7;
import io.weir.types.FieldsType;
import io.weir.types.ObjectType;
import io.weir.types.TupleType;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads CSV files into tuples, Java records or POJOs: says how they are written, and at last what becomes of their lines. A
 * field cannot go on in the next line. The thread that builds the program owns it.
 */
public final class CsvReader {
    private final ExecutionEnvironment environment;
    private TextFileSource source;
    private CsvFormat format = CsvFormat.DEFAULT;

    CsvReader(ExecutionEnvironment environment, String path) {
        this.environment = environment;
        this.source = TextFileSource.of(path);
    }

    /**
     * Says what stands between fields; a comma if nothing is said.
     *
     * @param delimiter at least one character
     * @return this
     */
    public CsvReader fieldDelimiter(String delimiter) {
        if (delimiter.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "Something has to stand between the fields of a CSV file.");
        }
        format = new CsvFormat(delimiter, format.quote(), format.comment(), format.included(), format.lenient());
        return this;
    }

    /**
     * Takes quotes around fields off; two quotes within them stand for one. Without this quotes are characters like others.
     *
     * @param quote the quote
     * @return this
     */
    public CsvReader parseQuotedStrings(char quote) {
        format = new CsvFormat(format.delimiter(), quote, format.comment(), format.included(), format.lenient());
        return this;
    }

    /**
     * Leaves out lines that begin in some way.
     *
     * @param prefix how they begin
     * @return this
     */
    public CsvReader ignoreComments(String prefix) {
        format = new CsvFormat(format.delimiter(), format.quote(), prefix, format.included(), format.lenient());
        return this;
    }

    /** Leaves out lines that have too few fields or fields that cannot be read, instead of failing. Returns this. */
    public CsvReader ignoreInvalidLines() {
        format = new CsvFormat(format.delimiter(), format.quote(), format.comment(), format.included(), true);
        return this;
    }

    /** Leaves out the first line of each file. Returns this. */
    public CsvReader ignoreFirstLine() {
        source = source.withoutFirstLines();
        return this;
    }

    /**
     * Says how characters are written; UTF-8 if nothing is said.
     *
     * @param name the name of the charset
     * @return this
     */
    public CsvReader setCharset(String name) {
        source = source.withCharset(name);
        return this;
    }

    /**
     * Chooses columns. Those behind the last that is said are left out.
     *
     * @param columns by column, whether it is wanted
     * @return this
     */
    public CsvReader includeFields(boolean... columns) {
        List<Boolean> included = new ArrayList<>();
        for (boolean column : columns) {
            included.add(column);
        }
        format = new CsvFormat(format.delimiter(), format.quote(), format.comment(), included, format.lenient());
        return this;
    }

    /**
     * Chooses columns. Those behind the last that is said are left out.
     *
     * @param mask by column, {@code 1} or {@code T} if it is wanted, {@code 0} or {@code F} if not
     * @return this
     */
    public CsvReader includeFields(String mask) {
        boolean[] columns = new boolean[mask.length()];
        for (int i = 0; i < columns.length; i++) {
            char column = Character.toUpperCase(mask.charAt(i));
            if ("10TF".indexOf(column) < 0) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "includeFields(\"" + mask + "\"): say 1 or 0, or T or F, of each column.");
            }
            columns[i] = column == '1' || column == 'T';
        }
        return includeFields(columns);
    }

    /** Makes tuples of one column of these types. */
    public <T0> Operator<Tuple1<T0>> types(Class<T0> type0) {
        return tuples(type0);
    }

    /** Makes tuples of two columns of these types. */
    public <T0, T1> Operator<Tuple2<T0, T1>> types(Class<T0> type0, Class<T1> type1) {
        return tuples(type0, type1);
    }

    /** Makes tuples of three columns of these types. */
    public <T0, T1, T2> Operator<Tuple3<T0, T1, T2>> types(Class<T0> type0, Class<T1> type1, Class<T2> type2) {
        return tuples(type0, type1, type2);
    }

    /** Makes tuples of four columns of these types. */
    public <T0, T1, T2, T3> Operator<Tuple4<T0, T1, T2, T3>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3) {
        return tuples(type0, type1, type2, type3);
    }

    /** Makes tuples of five columns of these types. */
    public <T0, T1, T2, T3, T4> Operator<Tuple5<T0, T1, T2, T3, T4>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3, Class<T4> type4) {
        return tuples(type0, type1, type2, type3, type4);
    }

    /** Makes tuples of six columns of these types. */
    public <T0, T1, T2, T3, T4, T5> Operator<Tuple6<T0, T1, T2, T3, T4, T5>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3, Class<T4> type4, Class<T5> type5) {
        return tuples(type0, type1, type2, type3, type4, type5);
    }

    /** Makes tuples of seven columns of these types. */
    public <T0, T1, T2, T3, T4, T5, T6> Operator<Tuple7<T0, T1, T2, T3, T4, T5, T6>> types(
            Class<T0> type0,
            Class<T1> type1,
            Class<T2> type2,
            Class<T3> type3,
            Class<T4> type4,
            Class<T5> type5,
            Class<T6> type6) {
        return tuples(type0, type1, type2, type3, type4, type5, type6);
    }

    /**
     * Makes tuples of any number of columns. The compiler takes the tuple's type from where the result goes:
     * {@code DataSet<Tuple8<...>> data = reader.types(...)}.
     *
     * @param types the types of the columns, 1 to 25
     * @param <T> the tuple of these types
     * @return the tuples
     */
    public <T extends Tuple> Operator<T> types(Class<?>... types) {
        if (types.length == 0 || types.length > Tuple.MAX_ARITY) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readCsvFile(): a tuple has 1 to " + Tuple.MAX_ARITY + " columns, not " + types.length
                            + "; read more into a record or a POJO.");
        }
        return tuples(types);
    }

    /**
     * Makes tuples.
     *
     * @param type their type: {@code Types.TUPLE(Types.STRING, Types.LONG)}
     * @param <T> the tuple
     * @return the tuples
     */
    public <T extends Tuple> Operator<T> tupleType(TypeInformation<T> type) {
        if (!(type instanceof TupleType<T> tuple)) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "readCsvFile(): " + type + " is no tuple type.");
        }
        return tuples(
                tuple.fieldTypes().stream().map(TypeInformation::getTypeClass).toArray(Class<?>[]::new));
    }

    /**
     * Makes POJOs.
     *
     * @param type their class
     * @param fields the names of the fields, in the order of the columns
     * @param <T> the class
     * @return the POJOs
     */
    public <T> Operator<T> pojoType(Class<T> type, String... fields) {
        if (fields.length == 0) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readCsvFile(): say which fields of " + type.getName() + " the columns are, in their order.");
        }
        return objects(type, fields);
    }

    /**
     * Makes Java records. The columns are their components in their order, or those that are named.
     *
     * @param type their class
     * @param components the names of the components, in the order of the columns; all if none is named
     * @param <T> the class
     * @return the records
     */
    public <T extends Record> Operator<T> recordType(Class<T> type, String... components) {
        return objects(type, components);
    }

    private <T> Operator<T> objects(Class<T> type, String... names) {
        if (!(TypeInformation.of(type) instanceof ObjectType<T> known)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readCsvFile(): " + type.getName() + " is neither a Java record nor a POJO.");
        }
        FieldsType<T> fields = known;
        List<Integer> positions = names.length == 0
                ? IntStream.range(0, fields.getArity()).boxed().toList()
                : Arrays.stream(names).map(fields::fieldPosition).toList();
        List<Class<?>> types = positions.stream()
                .<Class<?>>map(position -> fields.fieldType(position).getTypeClass())
                .toList();
        return read(CsvLines.objects(format, types, type, positions, fields.getArity()), known);
    }

    private <T> Operator<T> tuples(Class<?>... types) {
        List<Class<?>> classes = List.of(types);
        @SuppressWarnings("unchecked") // the tuple of these types is the one that the program names
        TypeInformation<T> type = (TypeInformation<T>)
                Types.TUPLE(classes.stream().map(TypeInformation::of).toArray(TypeInformation<?>[]::new));
        return read(CsvLines.tuples(format, classes), type);
    }

    private <T> Operator<T> read(CsvLines<T> lines, TypeInformation<T> type) {
        return environment
                .fromSource(source, "CSV")
                .flatMap(lines)
                .returns(type)
                .name("Lines to fields");
    }
}
