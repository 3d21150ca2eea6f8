// Package java generates Java from a model: records with Jackson for what goes over
// the wire, and the typed side of the construct for the AWS CDK.
//
// Each file of a Java class is a [File], which imports what the [Ident] values in it
// need. Text of the model gets into source only through [Quote] and [File.Doc], which
// cannot be left again.
package java
