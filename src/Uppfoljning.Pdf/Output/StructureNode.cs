namespace Uppfoljning.Pdf.Output;

/// <summary>
/// An element of the structure tree. It is written when it is closed and keeps only what its open ancestors need,
/// so memory follows the depth of the tree and not its size.
/// </summary>
internal sealed class StructureNode
{
    private readonly PdfFile _file;
    private readonly StructureNode? _parent;
    private readonly int _parentId;
    private readonly List<Kid> _kids = [];
    private readonly List<StructureNode> _open = [];
    private List<int>? _after;
    private bool _closed;

    public StructureNode(PdfFile file, string role, StructureNode parent, string attributes = "")
        : this(file, role, parent.Id, attributes)
    {
        _parent = parent;
        parent._kids.Add(new Kid(KidKind.Node, Id, 0));
        parent._open.Add(this);
    }

    public StructureNode(PdfFile file, string role, int parentId, string attributes = "")
    {
        (_file, Role, Id, _parentId, Attributes) = (file, role, file.Allocate(), parentId, attributes);
    }

    public string Role { get; }
    public int Id { get; }

    /// <summary>Further entries of the element's dictionary. What depends on where the element comes to stand is added before it is closed.</summary>
    public string Attributes { get; set; }

    public bool HasKids => _kids.Count > 0;

    public StructureNode Child(string role, string attributes = "") => new(_file, role, this, attributes);

    /// <summary>An element that is read after the text of this one, and may be closed later than it: a note, drawn when the page is full.</summary>
    public StructureNode After(string role, string attributes)
    {
        var node = new StructureNode(_file, role, Id, attributes);
        (_after ??= []).Add(node.Id);
        return node;
    }

    /// <summary>The text ends here, though the element may go on: what is read after the text has its place now.</summary>
    public void EndText()
    {
        foreach (var id in _after ?? []) { _kids.Add(new Kid(KidKind.Node, id, 0)); }
        _after = null;
    }

    public void AddContent(int mcid, int page) => _kids.Add(new Kid(KidKind.Content, mcid, page));

    public void AddAnnotation(int annotation, int page) => _kids.Add(new Kid(KidKind.Annotation, annotation, page));

    /// <summary>Writes the element and those below it that are still open.</summary>
    public void Close()
    {
        if (_closed) { return; }
        _closed = true;
        foreach (var node in _open.ToArray()) { node.Close(); }
        EndText();

        var body = new ByteWriter().Add("<</Type/StructElem/S/"u8).Add(Role).Add("/P "u8).AddReference(_parentId);
        var page = _kids.Find(k => k.Kind == KidKind.Content).Page;
        if (page != 0) { body.Add("/Pg "u8).AddReference(page); }
        body.Add(Attributes);
        if (_kids.Count > 0)
        {
            body.Add("/K"u8);
            body.Add(_kids.Count > 1 ? "["u8 : " "u8);
            for (var i = 0; i < _kids.Count; i++)
            {
                if (i > 0) { body.Add(" "u8); }
                var kid = _kids[i];
                switch (kid.Kind)
                {
                    case KidKind.Node: body.AddReference(kid.Value); break;
                    case KidKind.Content when kid.Page == page: body.Add(kid.Value); break;
                    case KidKind.Content: body.Add("<</Type/MCR/Pg "u8).AddReference(kid.Page).Add("/MCID "u8).Add(kid.Value).Add(">>"u8); break;
                    default: body.Add("<</Type/OBJR/Obj "u8).AddReference(kid.Value).Add("/Pg "u8).AddReference(kid.Page).Add(">>"u8); break;
                }
            }
            if (_kids.Count > 1) { body.Add("]"u8); }
        }
        _file.Write(Id, body.Add(">>"u8).Written);
        _kids.Clear();
        _parent?._open.Remove(this);
    }

    private enum KidKind { Node, Content, Annotation }

    private readonly record struct Kid(KidKind Kind, int Value, int Page);
}
