using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Topics as text. A name that is not known yet is read as <see cref="Topic.Other"/>, so that it does not stop the feed.</summary>
public sealed class TopicName() : ValueConverter<Topic, string>(topic => topic.ToString(), name => Read(name))
{
    private static Topic Read(string name) => Enum.TryParse<Topic>(name, out var topic) ? topic : Topic.Other;
}
